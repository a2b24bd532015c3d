using System.Text;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Tests.Content.Alerts.Payloads;

/// <summary>A payload of each sender, in the shape that it documents, with values of our own.</summary>
internal static class SenderFixtures
{
    public const string GrafanaLegacy = """
        {"dashboardId": 3, "evalMatches": [{"value": 4, "metric": "late", "tags": {}}], "message": "Late, see https://kb.example/mill",
         "orgId": 1, "ruleId": 55, "ruleName": "MillLate", "ruleUrl": "https://g.example/d/mill", "state": "alerting",
         "tags": {"severity": "high", "service": "mill"}, "title": "[Alerting] MillLate"}
        """;

    public const string GrafanaOnCall = """
        {"event": {"type": "alert group created", "time": "2026-11-20T08:00:00Z"}, "integration": {"name": "mill"},
         "alert_group": {"id": "I7", "state": "firing", "created_at": "2026-11-20T08:00:00Z", "resolved_at": null,
          "title": "Mill is late",
          "permalinks": {"web": "https://g.example/a/I7"}},
         "alert_payload": {"commonAnnotations": {"runbook_url": "https://kb.example/mill"}}}
        """;

    public const string CloudWatch = """
        {"AlarmName": "MillLate", "AlarmDescription": "Runbook: https://kb.example/mill.", "AWSAccountId": "7", "NewStateValue": "ALARM",
         "NewStateReason": "1 datapoint", "StateChangeTime": "2026-11-20T08:00:00.093+0000", "Region": "EU (Ireland)",
         "AlarmArn": "arn:aws:cloudwatch:eu-west-1:7:alarm:MillLate", "OldStateValue": "OK",
         "Trigger": {"MetricName": "late", "Namespace": "Mill", "Dimensions": [{"value": "m-3", "name": "mill"}]}}
        """;

    public const string EventBridge = """
        {"version": "0", "id": "ev-1", "detail-type": "CloudWatch Alarm State Change", "source": "aws.cloudwatch",
         "account": "7",
         "time": "2026-11-20T08:00:00Z", "region": "eu-west-1", "resources": ["arn:aws:cloudwatch:eu-west-1:7:alarm:MillLate"],
         "detail": {"alarmName": "MillLate", "state": {"value": "ALARM", "timestamp": "2026-11-20T07:59:00.000+0000"},
          "configuration": {"description": "https://kb.example/mill"}}}
        """;

    public const string Azure = """
        {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": {"alertId": "/subscriptions/s/alerts/a1",
          "alertRule": "MillLate",
          "severity": "Sev2", "signalType": "Metric", "monitorCondition": "Fired", "monitoringService": "Platform",
          "configurationItems": ["mill-3"], "firedDateTime": "2026-11-20T08:00:00.1Z", "resolvedDateTime": null, "description": "Late"},
          "alertContext": {}, "customProperties": {"runbook_url": "https://kb.example/mill"}}}
        """;

    public const string GoogleCloud = """
        {"incident": {"incident_id": "0.m1", "resource_id": "", "resource_name": "mill-3", "resource": {"type": "gce_instance",
          "labels": {"zone": "z1"}}, "started_at": 1763625662, "ended_at": null, "policy_name": "MillLate", "condition_name": "late > 10",
          "documentation": {"content": "Runbook: https://kb.example/mill", "mime_type": "text/markdown"}, "state": "open",
          "url": "https://console.example/i/1", "summary": "late is 12", "severity": "Critical", "policy_user_labels": {"service": "mill"}},
         "version": "1.2"}
        """;

    public const string UptimeKuma = """
        {"heartbeat": {"monitorID": 4, "status": 0, "time": "2026-11-20 08:00:00.000", "msg": "timeout", "important": true, "duration": 60},
         "monitor": {"id": 4, "name": "Mill door", "description": "https://kb.example/mill", "type": "http", "hostname": "mill-3",
          "url": "https://mill.example/", "tags": [{"name": "team", "value": "flour"}]}, "msg": "[Mill door] [Down] timeout"}
        """;

    public const string Zabbix = """
        {"event_id": "91", "event_value": "1", "event_update_status": "0", "trigger_id": "4411", "trigger_name": "Mill is late",
         "trigger_severity": "High", "host": "mill-3", "event_date": "2026.11.20", "event_time": "08:00:00", "status": "PROBLEM",
         "event_opdata": "*UNKNOWN*", "trigger_description": "https://kb.example/mill"}
        """;

    public const string Icinga = """
        {"type": "StateChange", "timestamp": 1763625662.5, "host": "mill-3", "service": "late", "state": 2, "state_type": 1,
         "check_result": {"output": "CRITICAL - 12 late", "state": 2}}
        """;

    public const string Checkmk = """
        {"host": "mill-3", "service": "Late", "event": "OK -> CRITICAL", "status": "CRITICAL", "severity": "CRITICAL",
         "output": "CRIT - 12 late", "check_command": "check_mk-late", "short_date_time": "2026-11-20 08:00:00"}
        """;

    public const string NewRelic = """
        {"id": "nr-9", "issueUrl": "https://radar.example/nr-9", "title": "Mill is late", "priority": "HIGH", "impactedEntities": ["mill"],
         "state": "ACTIVATED", "trigger": "STATE_CHANGE", "createdAt": 1763625662000, "updatedAt": 1763625665000,
         "alertPolicyNames": ["Mill"], "alertConditionNames": ["late > 10"], "accumulations": {"runbookUrl": ["https://kb.example/mill"]}}
        """;

    public const string NewRelicLegacy = """
        {"account_id": 1, "condition_id": 8, "condition_name": "MillLate", "current_state": "open", "details": "12 late",
         "event_type": "INCIDENT", "incident_id": 900, "incident_url": "https://alerts.example/900", "policy_name": "Mill",
         "runbook_url": "https://kb.example/mill", "severity": "CRITICAL", "targets": [{"name": "mill-3"}], "timestamp": 1763625662000}
        """;

    public const string SentryEvent = """
        {"action": "triggered", "installation": {"uuid": "u"}, "data": {"event": {"event_id": "e9", "title": "MillError: stuck",
          "culprit": "grind", "level": "error", "datetime": "2026-11-20T08:00:00.000Z", "web_url": "https://s.example/9", "issue_id": "77"},
          "triggered_rule": "Mill"}, "actor": {"type": "application"}}
        """;

    public const string SentryIssue = """
        {"action": "created", "installation": {"uuid": "u"}, "data": {"issue": {"id": "77", "title": "MillError: stuck", "culprit": "grind",
          "level": "error", "status": "unresolved", "web_url": "https://s.example/9", "project": {"slug": "mill"}}}, "actor": {}}
        """;

    public const string SentryMetric = """
        {"action": "critical", "installation": {"uuid": "u"}, "data": {"metric_alert": {"id": "5", "title": "Late rate",
          "date_started": "2026-11-20T08:00:00Z", "alert_rule": {"id": "31", "name": "Late rate"}}, "description_text": "12 late",
          "description_title": "Critical: Late rate", "web_url": "https://s.example/m5"}, "actor": {}}
        """;

    public const string SentryPlugin = """
        {"id": "78", "project": "mill", "project_slug": "mill", "logger": null, "level": "error", "culprit": "grind", "message": "stuck",
         "url": "https://s.example/78", "triggering_rules": ["Mill"], "event": {"event_id": "x", "title": "MillError"}}
        """;

    public const string Splunk = """
        {"sid": "rt_1", "search_name": "Mill is late", "app": "mill", "owner": "ops", "results_link": "https://splunk.example/@go?sid=rt_1",
         "result": {"count": "12", "host": "mill-3", "severity": "high", "runbook_url": "https://kb.example/mill"}}
        """;

    public const string Dynatrace = """
        {"ImpactedEntity": "mill-3", "PID": "8001", "ProblemDetailsText": "12 late", "ProblemID": "P-8", "ProblemImpact": "SERVICE",
         "ProblemSeverity": "PERFORMANCE", "ProblemTitle": "Mill is late", "ProblemURL": "https://d.example/8",
         "State": "OPEN", "Tags": "mill"}
        """;

    public const string Pingdom = """
        {"check_id": 12, "check_name": "Mill door", "check_type": "HTTP", "check_params": {"hostname": "mill.example"},
         "previous_state": "UP", "current_state": "DOWN", "importance_level": "HIGH", "state_changed_timestamp": 1763625662,
         "description": "timeout", "long_description": "timeout after 30 s", "custom_message": "https://kb.example/mill"}
        """;

    public const string Graylog = """
        {"event_definition_id": "d1", "event_definition_type": "aggregation-v1", "event_definition_title": "Mill is late",
         "event_definition_description": "https://kb.example/mill", "event": {"id": "01", "timestamp": "2026-11-20T08:00:00.000Z",
          "message": "Mill is late: 12", "source": "g1", "key": "mill-3", "priority": 3, "alert": true, "fields": {"service": "mill"}},
         "backlog": []}
        """;

    public const string Kibana = """
        {"date": "2026-11-20T08:00:00Z", "rule": {"id": "r1", "name": "Mill is late", "type": "metrics.alert.threshold"},
         "alert": {"id": "mill-3", "actionGroup": "metrics.threshold.fired", "flapping": false},
         "context": {"reason": "late is 12", "alertDetailsUrl": "https://k.example/a/1"}}
        """;

    public const string BetterStack = """
        {"data": {"id": "2500", "type": "incident", "attributes": {"name": "mill.example", "url": "https://mill.example/",
          "cause": "Timeout",
          "started_at": "2026-11-20T08:00:00Z", "acknowledged_at": null, "resolved_at": null, "status": "Started", "team_name": "Flour"}}}
        """;

    public const string IncidentIo = """
        {"event_type": "public_incident.incident_created_v2", "public_incident.incident_created_v2": {"id": "01M", "name": "Mill is late",
          "reference": "INC-3", "permalink": "https://i.example/3", "severity": {"name": "Major"},
          "incident_status": {"name": "Fixing", "category": "live"}, "summary": "12 late", "created_at": "2026-11-20T08:00:00Z"}}
        """;

    public const string VictorOps = """
        {"ALERT": {"entity_id": "mill-3/late", "entity_display_name": "Mill is late", "message_type": "CRITICAL",
          "state_message": "12 late",
          "timestamp": "1763625662"}, "INCIDENT": {"INCIDENT_ID": "5"}, "STATE": {"CURRENT_ALERT_PHASE": "UNACKED"}}
        """;

    public const string StatusCake =
        "Token=not-to-be-shown&Status=Down&StatusCode=504&URL=https%3A%2F%2Fmill.example%2F&IP=&Tags=flour&Checkrate=60&Name=Mill+door";

    public const string Kapacitor = """
        {"id": "late:mill=m-3", "message": "late is CRITICAL", "details": "https://kb.example/mill", "time": "2026-11-20T08:00:00Z",
         "duration": 0, "level": "CRITICAL", "previousLevel": "OK", "data": {"series": [{"name": "late", "tags": {"mill": "m-3"}}]}}
        """;

    public const string Healthchecks = """
        {"name": "Nightly milling", "status": "down", "code": "aa-1", "tags": "flour", "now": "2026-11-20T08:00:00"}
        """;

    public const string Prtg = """
        {"sensorid": "2001", "sensor": "Mill door", "device": "mill-3", "status": "Down", "message": "timeout", "priority": "*****",
         "link": "https://prtg.example/sensor.htm?id=2001"}
        """;

    public static IReadOnlyList<(AlertPayloadFormat Format, string Body)> All { get; } =
    [
        (AlertPayloadFormat.Grafana, GrafanaLegacy),
        (AlertPayloadFormat.GrafanaOnCall, GrafanaOnCall),
        (AlertPayloadFormat.CloudWatch, CloudWatch),
        (AlertPayloadFormat.EventBridge, EventBridge),
        (AlertPayloadFormat.AzureMonitor, Azure),
        (AlertPayloadFormat.GoogleCloudMonitoring, GoogleCloud),
        (AlertPayloadFormat.UptimeKuma, UptimeKuma),
        (AlertPayloadFormat.Zabbix, Zabbix),
        (AlertPayloadFormat.Nagios, Icinga),
        (AlertPayloadFormat.Nagios, Checkmk),
        (AlertPayloadFormat.NewRelic, NewRelic),
        (AlertPayloadFormat.NewRelic, NewRelicLegacy),
        (AlertPayloadFormat.Sentry, SentryEvent),
        (AlertPayloadFormat.Sentry, SentryIssue),
        (AlertPayloadFormat.Sentry, SentryMetric),
        (AlertPayloadFormat.Sentry, SentryPlugin),
        (AlertPayloadFormat.Splunk, Splunk),
        (AlertPayloadFormat.Dynatrace, Dynatrace),
        (AlertPayloadFormat.Pingdom, Pingdom),
        (AlertPayloadFormat.Graylog, Graylog),
        (AlertPayloadFormat.Kibana, Kibana),
        (AlertPayloadFormat.BetterStack, BetterStack),
        (AlertPayloadFormat.IncidentIo, IncidentIo),
        (AlertPayloadFormat.VictorOps, VictorOps),
        (AlertPayloadFormat.StatusCake, StatusCake),
        (AlertPayloadFormat.Kapacitor, Kapacitor),
        (AlertPayloadFormat.Healthchecks, Healthchecks),
        (AlertPayloadFormat.Prtg, Prtg),
    ];

    public static AlertPayload Read(string body, PayloadOrigin? origin = null) =>
        AlertPayloadReader.Read(Encoding.UTF8.GetBytes(body), origin);

    public static FiredAlert One(string body)
    {
        var payload = Read(body);
        Assert.Null(payload.Problem);
        return Assert.Single(payload.Alerts);
    }

    /// <summary>How the alert of a payload stands, and that it is still the same alert.</summary>
    public static string StateOf(string body, string key)
    {
        var alert = One(body);
        Assert.Equal(key, alert.Key);
        return alert.TellsState ? alert.State.ToString() : "Unchanged";
    }

    /// <summary>The payload with something replaced that must be in it.</summary>
    public static string With(this string body, string before, string after)
    {
        Assert.Contains(before, body, StringComparison.Ordinal);
        return body.Replace(before, after, StringComparison.Ordinal);
    }
}
