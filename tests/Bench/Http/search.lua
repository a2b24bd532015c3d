-- wrk script: asks one query after the other, each thread from a place of its own, and prints what was measured as one line of JSON.
--   wrk -t THREADS -c CONNECTIONS -d SECONDS -s search.lua http://127.0.0.1:PORT -- QUERIES.txt THREADS [COOKIE]
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  requests = {}
  wrk.headers["Cookie"] = args[3]
  for line in assert(io.open(args[1])):lines() do
    local text = line:gsub("[^%w ]", function(c) return string.format("%%%02X", c:byte()) end):gsub(" ", "+")
    requests[#requests + 1] = wrk.format("GET", "/api/search?q=" .. text)
  end
  position = math.floor(#requests / tonumber(args[2])) * number
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"Requests":%d,"Seconds":%.3f,"MedianMs":%.3f,"P99Ms":%.3f,"MaxMs":%.3f,"Not200":%d,"SocketErrors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
