import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

/**
 * Apache Lucene as one of the peers: indexes sections, answers queries, writes what it measured as JSON.
 *
 *   java -cp JARS LuceneSearch.java SECTIONS.tsv QUERIES.tsv|- INDEX-FOLDER THREADS PASSES SECONDS ROUNDS SECONDS-PER-KIND OUT.json
 *
 * The order of warming up and measuring is that of Measuring/SearchTimer.cs.
 */
public class LuceneSearch {
    static final String TEXT = "text";
    static final int TOP = 20;
    static final float K1 = 2f, B = 0.85f;
    static final int MIN_FUZZY_LETTERS = 5;
    // As in Measuring/Effort.cs.
    static final int MIN_QUERIES = 5;

    record Section(String id, String whole) {}

    record Asked(String kind, String text) {}

    record Results(Asked query, List<String> ids) {}

    record Series(String name, Map<String, List<Double>> times, List<Results> results) {}

    public static void main(String[] args) throws Exception {
        long baseline = heapUsed();
        // Millions of sections do not fit into memory: these are read while they are indexed.
        boolean streams = Boolean.getBoolean("streams");
        var sections = streams ? null : readSections(Path.of(args[0]));
        // Of millions beginnings and typing errors would take hours, and the table of archives has whole words only.
        var queries = args[1].equals("-")
            ? List.<Asked>of()
            : readQueries(Path.of(args[1])).stream().filter(q -> !streams || q.kind().endsWith(" words")).toList();
        var folder = Path.of(args[2]);
        int threads = Integer.parseInt(args[3]), passes = Integer.parseInt(args[4]), rounds = Integer.parseInt(args[6]);
        double seconds = Double.parseDouble(args[5]), secondsPerKind = Double.parseDouble(args[7]);
        int size = streams ? 0 : sections.size();

        var analyzer = new EnglishAnalyzer();
        var series = new ArrayList<Series>();
        double indexSeconds, mergeSeconds = 0;
        long bytes, memory;
        try (var directory = new MMapDirectory(folder)) {
            // A large buffer and a compound file less: fewer segments, as good as a committed index without a forced merge gets.
            var config = new IndexWriterConfig(analyzer)
                .setSimilarity(new BM25Similarity(K1, B))
                .setRAMBufferSizeMB(512)
                .setUseCompoundFile(false);
            try (var writer = new IndexWriter(directory, config)) {
                long started = System.nanoTime();
                if (streams) size = stream(writer, Path.of(args[0]), threads);
                else index(writer, sections, threads);
                writer.commit();
                indexSeconds = (System.nanoTime() - started) / 1e9;
                sections = null;
                try (var reader = DirectoryReader.open(directory)) {
                    memory = Math.max(0, heapUsed() - baseline);
                    bytes = sizeOf(folder);
                    int segments = reader.leaves().size();
                    System.err.printf("Lucene: %,d sections in %.1f s, %d segments%n", size, indexSeconds, segments);
                    var name = "as committed, " + segments + (segments == 1 ? " segment" : " segments");
                    if (!queries.isEmpty())
                        series.add(measure(name, reader, analyzer, queries, passes, seconds, rounds, secondsPerKind));
                    // An archive is searched as it was committed.
                    if (!queries.isEmpty() && segments > 1 && !streams) {
                        started = System.nanoTime();
                        writer.forceMerge(1);
                        writer.commit();
                        mergeSeconds = (System.nanoTime() - started) / 1e9;
                    }
                }
                if (mergeSeconds > 0)
                    try (var merged = DirectoryReader.open(directory)) {
                        var name = String.format(java.util.Locale.ROOT, "merged to one segment, +%.1f s", mergeSeconds);
                        series.add(measure(name, merged, analyzer, queries, passes, seconds, rounds, secondsPerKind));
                    }
            }
        }
        write(Path.of(args[8]), size, threads, indexSeconds, bytes, memory, series);
    }

    static List<Section> readSections(Path path) throws Exception {
        var sections = new ArrayList<Section>();
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            for (String line; (line = reader.readLine()) != null; ) {
                sections.add(section(line));
            }
        }
        return sections;
    }

    static Section section(String line) {
        var fields = line.split("\t", -1);
        return new Section(fields[0], (fields[2] + "\n").repeat(4) + fields[3] + "\n" + fields[4]);
    }

    /** The number of sections. */
    static int stream(IndexWriter writer, Path path, int threads) throws Exception {
        var read = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(threads);
        var running = new ArrayList<Future<?>>();
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            for (int t = 0; t < threads; t++)
                running.add(pool.submit(() -> {
                    // A reader is safe to use from several threads.
                    for (String line; (line = reader.readLine()) != null; read.getAndIncrement()) add(writer, section(line));
                    return null;
                }));
            for (var thread : running) thread.get();
        }
        pool.shutdown();
        return read.get();
    }

    static void add(IndexWriter writer, Section section) throws Exception {
        var document = new Document();
        document.add(new StoredField("id", section.id()));
        document.add(new TextField(TEXT, section.whole(), Field.Store.NO));
        writer.addDocument(document);
    }

    static List<Asked> readQueries(Path path) throws Exception {
        return Files.readAllLines(path).stream().map(l -> l.split("\t")).map(f -> new Asked(f[0], f[1])).toList();
    }

    static void index(IndexWriter writer, List<Section> sections, int threads) throws Exception {
        var next = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(threads);
        var running = new ArrayList<Future<?>>();
        for (int t = 0; t < threads; t++)
            running.add(pool.submit(() -> {
                for (int i; (i = next.getAndIncrement()) < sections.size(); ) add(writer, sections.get(i));
                return null;
            }));
        for (var thread : running) thread.get();
        pool.shutdown();
    }

    static Series measure(
        String name, DirectoryReader reader, Analyzer analyzer, List<Asked> queries, int passes, double seconds, int rounds,
        double secondsPerKind) throws Exception {
        System.err.println("Lucene: searching, " + name);
        var searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        searcher.setSimilarity(new BM25Similarity(K1, B));
        long started = System.nanoTime();
        for (int pass = 0; pass < passes || elapsed(started) < seconds; pass++)
            for (var query : queries)
                if (elapsed(started) < Math.max(seconds, secondsPerKind)) search(searcher, analyzer, query);

        var times = new LinkedHashMap<String, List<Double>>();
        var results = new ArrayList<Results>();
        for (var query : queries) times.putIfAbsent(query.kind(), new ArrayList<>());
        for (var kind : times.keySet()) {
            long begun = System.nanoTime();
            int measured = 0;
            for (int round = 0; round < rounds; round++)
                for (var query : queries) {
                    if (!query.kind().equals(kind)) continue;
                    if (measured >= MIN_QUERIES && elapsed(begun) > secondsPerKind) break;
                    long before = System.nanoTime();
                    var ids = search(searcher, analyzer, query);
                    times.get(kind).add((System.nanoTime() - before) / 1e6);
                    if (round > 0) continue;
                    measured++;
                    results.add(new Results(query, ids));
                }
        }
        return new Series(name, times, results);
    }

    static double elapsed(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** From text to ids, as for every peer: analysis, search, and the ids of the hits. */
    static List<String> search(IndexSearcher searcher, Analyzer analyzer, Asked asked) throws Exception {
        var ids = new ArrayList<String>(TOP);
        for (ScoreDoc hit : searcher.search(parse(analyzer, asked), TOP).scoreDocs) ids.add(searcher.doc(hit.doc).get("id"));
        return ids;
    }

    static Query parse(Analyzer analyzer, Asked asked) {
        var words = asked.text();
        var builder = new BooleanQuery.Builder();
        switch (asked.kind()) {
            case "prefix" -> {
                int last = words.lastIndexOf(' ');
                add(builder, new QueryBuilder(analyzer).createBooleanQuery(TEXT, words.substring(0, last)));
                builder.add(new PrefixQuery(new Term(TEXT, words.substring(last + 1))), BooleanClause.Occur.SHOULD);
            }
            case "typo" -> {
                // Each longer word with up to one edit and the first letter right.
                for (var word : words.split(" ")) {
                    var term = new QueryBuilder(analyzer).createBooleanQuery(TEXT, word);
                    if (term != null && word.length() >= MIN_FUZZY_LETTERS) {
                        builder.add(new FuzzyQuery(new Term(TEXT, analyzed(term)), 1, 1), BooleanClause.Occur.SHOULD);
                    } else {
                        add(builder, term);
                    }
                }
            }
            default -> add(builder, new QueryBuilder(analyzer).createBooleanQuery(TEXT, words));
        }
        var query = builder.build();
        if (query.clauses().isEmpty()) return new MatchNoDocsQuery();
        return query.clauses().size() == 1 ? query.clauses().get(0).getQuery() : query;
    }

    // Nothing is left of words that are all stop words.
    static void add(BooleanQuery.Builder builder, Query query) {
        if (query instanceof BooleanQuery several) several.clauses().forEach(builder::add);
        else if (query != null) builder.add(query, BooleanClause.Occur.SHOULD);
    }

    static String analyzed(Query term) {
        return ((org.apache.lucene.search.TermQuery) term).getTerm().text();
    }

    static long heapUsed() throws Exception {
        var runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    static long sizeOf(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    static void write(
        Path path, int size, int threads, double indexSeconds, long bytes, long memory, List<Series> series) throws Exception {
        try (var out = new PrintWriter(Files.newBufferedWriter(path))) {
            var version = "Apache Lucene " + Version.LATEST + ", Java " + Runtime.version().feature();
            out.printf(
                java.util.Locale.ROOT,
                "{\"Name\":\"Lucene\",\"Version\":%s,\"Size\":%d,\"Threads\":%d,"
                    + "\"IndexSeconds\":%.6f,\"IndexBytes\":%d,\"MemoryBytes\":%d,\"Searches\":[",
                quoted(version), size, threads, indexSeconds, bytes, memory);
            var comma = "";
            for (var one : series) {
                out.print(comma + "{\"Name\":" + quoted(one.name()) + ",\"Kinds\":[");
                comma = ",";
                var between = "";
                for (var kind : one.times().entrySet()) {
                    long distinct = one.results().stream().filter(r -> r.query().kind().equals(kind.getKey())).count();
                    out.print(between + "{\"Kind\":" + quoted(kind.getKey()) + ",\"Queries\":" + distinct
                        + ",\"Milliseconds\":" + kind.getValue() + "}");
                    between = ",";
                }
                out.print("],\"Results\":[");
                between = "";
                for (var result : one.results()) {
                    out.print(between + "{\"Kind\":" + quoted(result.query().kind())
                        + ",\"Query\":" + quoted(result.query().text())
                        + ",\"Ids\":[" + String.join(",", result.ids().stream().map(LuceneSearch::quoted).toList()) + "]}");
                    between = ",";
                }
                out.print("]}");
            }
            out.println("]}");
        }
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
