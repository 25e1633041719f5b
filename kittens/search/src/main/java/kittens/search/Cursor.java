package kittens.search;

import dev.margay.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;

/// Where a page of results ended: the score and id of its last kitten, good for one query only. Immutable.
record Cursor(int query, float score, String id) {

    private static final String PREFIX = "s1";
    private static final int LONGEST = 512;

    static Cursor after(String query, ScoreDoc last) {
        var fields = Objects.requireNonNull(((FieldDoc) last).fields);
        return new Cursor(query.hashCode(), (float) fields[0], ((BytesRef) fields[1]).utf8ToString());
    }

    /// Reads what a client sent back.
    ///
    /// @throws dev.margay.http.ProblemException 400 if it was not given out for this query
    static Cursor parse(String text, String query) {
        return decode(text)
                .filter(cursor -> cursor.query == query.hashCode())
                .orElseThrow(() -> Problem.badRequest(
                                "The cursor does not belong to this query (expected: next_cursor of its last page).")
                        .at("cursor")
                        .exception());
    }

    private static Optional<Cursor> decode(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 4);
            return parts.length == 4 && parts[0].equals(PREFIX)
                    ? Optional.of(new Cursor(Integer.parseInt(parts[1]), Float.parseFloat(parts[2]), parts[3]))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // neither base64 nor numbers: not ours, which the caller reports
        }
    }

    String text() {
        String plain = "%s %d %s %s".formatted(PREFIX, query, score, id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /// The place in an order by score and id, wherever its document is now.
    ///
    /// @param documents in the index; the last number breaks the tie with the document itself
    FieldDoc place(int documents) {
        return new FieldDoc(Math.max(0, documents - 1), score, new Object[] {score, new BytesRef(id)});
    }
}
