-- wrk script: posts alerts as Alertmanager does, each request other ones, round the configured senders;
-- prints what was measured as one line of JSON.
--   wrk -t 1 -c CONNECTIONS -d SECONDS -s hooks.lua http://127.0.0.1:PORT -- ALERTS-PER-REQUEST
local sources = { "alertmanager", "grafana", "opsgenie", "pagerduty", "datadog", "cloudevents", "webhook", "rootly" }

function init(args)
  each = tonumber(args[1])
  number = 0
  -- Other alerts than those of a run before.
  mark = string.format("%x", os.time())
end

function request()
  number = number + 1
  local alerts = {}
  for i = 1, each do
    alerts[i] = string.format(
      '{"status":"firing","labels":{"alertname":"Alert%d","instance":"host-%d:9100","severity":"warning"},'
        .. '"annotations":{"summary":"Something is above its limit"},'
        .. '"startsAt":"2026-03-02T04:10:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"%s-%d-%d"}',
      number % 500, number, mark, number, i)
  end
  local body = '{"version":"4","status":"firing","alerts":[' .. table.concat(alerts, ",") .. "]}"
  local headers = { ["Content-Type"] = "application/json", ["X-KB-Secret"] = "a secret of the benchmark" }
  return wrk.format("POST", "/hooks/" .. sources[number % #sources + 1], headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"Requests":%d,"Seconds":%.3f,"MedianMs":%.3f,"P99Ms":%.3f,"MaxMs":%.3f,"Not200":%d,"SocketErrors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
