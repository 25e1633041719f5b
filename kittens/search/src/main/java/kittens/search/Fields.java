package kittens.search;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/// How a kitten stands in the index.
final class Fields {

    static final String ID = "id";
    static final String NAME = "name";
    static final String BREED = "breed";
    static final String SKU = "sku";

    /// All words of the name as one, to tell `Tom` from `Tom Thumb`.
    static final String WHOLE_NAME = "whole_name";

    /// When a kitten that is gone was taken off, in milliseconds since 1970; only such documents have it.
    static final String GONE = "gone";

    private static final String VERSION = "version";
    private static final String CONTENT = "content";

    private Fields() {}

    static Term id(String id) {
        return new Term(ID, id);
    }

    /// @param content the kitten as product told it, in JSON
    static Document of(Kitten kitten, String content) {
        var document = named(kitten.id(), kitten.version());
        document.add(new TextField(NAME, Words.plain(kitten.name()), Field.Store.NO));
        document.add(new TextField(BREED, Words.plain(kitten.breed()), Field.Store.NO));
        document.add(new TextField(SKU, Words.plain(kitten.sku()), Field.Store.NO));
        document.add(new StringField(WHOLE_NAME, String.join(" ", Words.of(kitten.name())), Field.Store.NO));
        document.add(new StoredField(CONTENT, content));
        return document;
    }

    /// What is left of a kitten that is gone: its version, so that an older event does not bring it back.
    static Document gone(String id, long version, long atMillis) {
        var document = named(id, version);
        document.add(new LongPoint(GONE, atMillis));
        return document;
    }

    static String content(StoredFields stored, int document) throws IOException {
        return stored.document(document).get(CONTENT);
    }

    static long version(StoredFields stored, int document) throws IOException {
        return stored.document(document).getField(VERSION).numericValue().longValue();
    }

    private static Document named(String id, long version) {
        var document = new Document();
        document.add(new StringField(ID, id, Field.Store.NO));
        document.add(new SortedDocValuesField(ID, new BytesRef(id)));
        document.add(new StoredField(VERSION, version));
        return document;
    }
}
