using System.Diagnostics.Metrics;

namespace Knowledge.Api.Hosting;

/// <summary>Listens to our meter and keeps what it says until someone scrapes it.</summary>
internal sealed class MetricCollector : IDisposable
{
    public const string MeterName = "Knowledge";
    public const int MaxSeries = 500;

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<Instrument, Dictionary<string, Series>> _instruments = [];
    private int _seriesCount;
    private long _droppedMeasurements;

    /// <param name="factory">Meters of other factories (other servers in this process) are not ours; those without a factory are.</param>
    public MetricCollector(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, factory)))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.SetMeasurementEventCallback<float>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.SetMeasurementEventCallback<decimal>((instrument, value, labels, _) => Record(instrument, (double)value, labels));
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.SetMeasurementEventCallback<short>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.SetMeasurementEventCallback<byte>((instrument, value, labels, _) => Record(instrument, value, labels));
        _listener.Start();
    }

    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_lock)
        {
            // What is observed now replaces what was observed last, including series that no longer exist.
            foreach (var (_, series) in _instruments.Where(i => i.Key.IsObservable))
            {
                _seriesCount -= series.Count;
                series.Clear();
            }
            _listener.RecordObservableInstruments();
            var families = _instruments
                .Where(i => i.Value.Count > 0)
                .Select(i => Family(i.Key, i.Value.Values))
                .GroupBy(f => f.Name)
                .Select(g => g.First() with { Samples = [.. g.SelectMany(f => f.Samples)] });
            return
            [
                .. families,
                new(
                    "kb_metrics_dropped_total",
                    MetricType.Counter,
                    "Measurements dropped because there were too many series.",
                    [new([], _droppedMeasurements)]
                ),
            ];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new KeyValuePair<string, string>[tags.Length];
        for (var i = 0; i < tags.Length; i++)
            labels[i] = new(tags[i].Key, tags[i].Value?.ToString() ?? "");
        Array.Sort(labels, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var key = string.Join('\u001f', labels.Select(l => $"{l.Key}\u001e{l.Value}"));
        lock (_lock)
        {
            if (!_instruments.TryGetValue(instrument, out var all))
                _instruments[instrument] = all = [];
            if (!all.TryGetValue(key, out var series))
            {
                if (_seriesCount >= MaxSeries)
                {
                    _droppedMeasurements++;
                    return;
                }
                _seriesCount++;
                all[key] = series = new(labels, TypeOf(instrument) == MetricType.Histogram ? BoundsOf(instrument) : null);
            }
            series.Record(value, adds: !instrument.IsObservable && TypeOf(instrument) == MetricType.Counter || IsUpDown(instrument));
        }
    }

    private static MetricFamily Family(Instrument instrument, IEnumerable<Series> series) =>
        new(
            PrometheusText.NameOf(instrument.Name, TypeOf(instrument)),
            TypeOf(instrument),
            instrument.Description,
            [.. series.Select(s => s.Sample())]
        );

    private static MetricType TypeOf(Instrument instrument) =>
        NameOfType(instrument) switch
        {
            "Counter`1" or "ObservableCounter`1" => MetricType.Counter,
            "Histogram`1" => MetricType.Histogram,
            _ => MetricType.Gauge,
        };

    private static bool IsUpDown(Instrument instrument) => NameOfType(instrument) == "UpDownCounter`1";

    private static string NameOfType(Instrument instrument) => instrument.GetType().Name;

    private static IReadOnlyList<double> BoundsOf(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? bounds : DefaultBounds;

    private sealed class Series(IReadOnlyList<KeyValuePair<string, string>> labels, IReadOnlyList<double>? bounds)
    {
        private readonly long[] _counts = new long[bounds is null ? 0 : bounds.Count + 1];
        private double _value;

        public void Record(double value, bool adds)
        {
            if (bounds is null)
                _value = adds ? _value + value : value;
            else
            {
                _value += value;
                var bucket = 0;
                while (bucket < bounds.Count && value > bounds[bucket])
                    bucket++;
                _counts[bucket]++;
            }
        }

        public Sample Sample() => new(labels, _value, bounds is null ? null : new(bounds, [.. _counts]));
    }
}
