package kittens.search;

import dev.margay.context.Blocking;
import dev.margay.context.StartException;
import dev.margay.messaging.Topics.Event;
import dev.margay.messaging.Topics.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The index of kittens on disk, and the view of the topic `product.*` it is. Safe for many threads.
///
/// Its position in the log stands in the same commit as the documents, so a crash loses neither without the other:
/// what was applied after the last commit is applied again. Events are visible to searches as soon as they are applied,
/// and committed to the disk within a second.
final class Index implements Projection<Kitten>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Index.class);
    private static final String POSITION = "position";
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration GONE_KEPT = Duration.ofDays(30);
    private static final Sort BEST_FIRST =
            new Sort(SortField.FIELD_SCORE, new SortField(Fields.ID, SortField.Type.STRING));

    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final InstantSource clock;
    private final ScheduledExecutorService committer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("index-commit").daemon(true).factory());

    private Index(IndexWriter writer, InstantSource clock) throws IOException {
        this.writer = writer;
        this.clock = clock;
        this.searchers = new SearcherManager(writer, new SearcherFactory());
        var _ = committer.scheduleWithFixedDelay(
                this::commitOrSay, COMMIT_EVERY.toMillis(), COMMIT_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Opens the index in the directory; one that is missing or damaged begins empty.
    ///
    /// @throws StartException when another process has it open
    /// @throws IOException when the disk cannot be used
    static Index open(Path directory, InstantSource clock) throws IOException {
        return new Index(IndexFiles.open(directory), clock);
    }

    @Override
    public long position() {
        var data = writer.getLiveCommitData();
        if (data != null) {
            for (var entry : data) {
                if (entry.getKey().equals(POSITION)) {
                    return Long.parseLong(entry.getValue());
                }
            }
        }
        return 0;
    }

    @Override
    public void apply(List<Event<Kitten>> events, long position) throws Exception {
        Blocking.call(() -> {
            write(events, position);
            return searchers.maybeRefresh();
        });
    }

    /// Documents first, position last: a commit in between repeats events, which changes nothing.
    private synchronized void write(List<Event<Kitten>> events, long position) throws IOException {
        var newest = newest(events);
        var versions = versions(newest.keySet());
        for (var event : newest.values()) {
            var kitten = event.value();
            if (versions.getOrDefault(kitten.id(), -1L) < kitten.version()) {
                writer.updateDocument(Fields.id(kitten.id()), document(event));
            }
        }
        writer.setLiveCommitData(Map.of(POSITION, Long.toString(position)).entrySet());
    }

    /// Of several events of a kitten only the newest counts.
    private static Map<String, Event<Kitten>> newest(List<Event<Kitten>> events) {
        var newest = new LinkedHashMap<String, Event<Kitten>>();
        for (var event : events) {
            newest.merge(
                    event.value().id(),
                    event,
                    (known, other) -> known.value().version() < other.value().version() ? other : known);
        }
        return newest;
    }

    private Document document(Event<Kitten> event) {
        var kitten = event.value();
        return event.delivery().message().tombstone()
                ? Fields.gone(kitten.id(), kitten.version(), clock.millis())
                : Fields.of(kitten, event.delivery().message().payload());
    }

    /// The versions the index has of these kittens.
    private Map<String, Long> versions(Set<String> ids) throws IOException {
        var versions = new HashMap<String, Long>();
        searchers.maybeRefreshBlocking();
        var searcher = searchers.acquire();
        try {
            for (var id : ids) {
                var found = searcher.search(new TermQuery(Fields.id(id)), 1).scoreDocs;
                if (found.length == 1) {
                    versions.put(id, Fields.version(searcher.storedFields(), found[0].doc));
                }
            }
        } finally {
            searchers.release(searcher);
        }
        return versions;
    }

    @Override
    public void clear() throws Exception {
        Blocking.call(() -> {
            empty();
            return searchers.maybeRefresh();
        });
    }

    private synchronized void empty() throws IOException {
        writer.deleteAll();
        writer.setLiveCommitData(Map.of(POSITION, "0").entrySet());
        writer.commit();
    }

    /// The kittens that answer the query, best first, from the cursor on.
    Found search(String query, int most, Optional<Cursor> after) throws Exception {
        return Blocking.call(() -> {
            var searcher = searchers.acquire();
            try {
                int documents = searcher.getIndexReader().maxDoc();
                return found(searcher, query, most, after.map(cursor -> cursor.place(documents)));
            } finally {
                searchers.release(searcher);
            }
        });
    }

    private static Found found(IndexSearcher searcher, String query, int most, Optional<FieldDoc> after)
            throws IOException {
        TopDocs top = searcher.searchAfter(after.orElse(null), Question.of(query), most + 1, BEST_FIRST);
        var stored = searcher.storedFields();
        var kittens = new ArrayList<String>();
        for (int i = 0; i < Math.min(most, top.scoreDocs.length); i++) {
            kittens.add(Fields.content(stored, top.scoreDocs[i].doc));
        }
        return new Found(
                kittens,
                top.scoreDocs.length > most
                        ? Optional.of(
                                Cursor.after(query, top.scoreDocs[most - 1]).text())
                        : Optional.empty());
    }

    private void commitOrSay() {
        try {
            commit();
        } catch (IOException | RuntimeException e) {
            LOG.error("the index could not be committed; what is missing on disk is read from the log again", e);
        }
    }

    private synchronized void commit() throws IOException {
        if (writer.hasUncommittedChanges()) {
            long old = clock.instant().minus(GONE_KEPT).toEpochMilli();
            writer.deleteDocuments(LongPoint.newRangeQuery(Fields.GONE, Long.MIN_VALUE, old));
            writer.commit();
        }
    }

    /// Commits what was applied, and closes.
    @Override
    public void close() throws IOException {
        committer.shutdown();
        commit();
        searchers.close();
        writer.close();
        writer.getDirectory().close();
    }

    /// One page of results, each kitten in JSON as product told it.
    record Found(List<String> kittens, Optional<String> next) {}
}
