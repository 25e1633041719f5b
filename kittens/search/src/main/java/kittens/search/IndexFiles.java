package kittens.search;

import dev.margay.context.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the files of the index, and starts anew when they are of no use: everything in them can be had again.
final class IndexFiles {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFiles.class);

    /// Lucene warns at each start of a module of the JDK that is still incubating; it works without. Kept here, since
    /// the JDK forgets the level of a logger that nobody holds.
    private static final java.util.logging.Logger VECTORS =
            java.util.logging.Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private IndexFiles() {}

    static IndexWriter open(Path directory) throws IOException {
        VECTORS.setLevel(Level.SEVERE);
        Files.createDirectories(directory);
        var files = FSDirectory.open(directory);
        try {
            if (!usable(files)) {
                discard(files);
            }
            return new IndexWriter(files, new IndexWriterConfig(Words.analyzer()).setCommitOnClose(false));
        } catch (LockObtainFailedException e) {
            files.close();
            throw held(directory, e);
        }
    }

    /// Whether there is an index that reads whole; it is small enough to look at all of it.
    private static boolean usable(FSDirectory files) throws IOException {
        if (!DirectoryReader.indexExists(files)) {
            return true;
        }
        try (var check = new CheckIndex(files)) {
            check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_CHECKSUM_CHECKS);
            if (check.checkIndex().clean) {
                return true;
            }
            LOG.warn("the index is damaged: it is filled again from the log");
        } catch (LockObtainFailedException e) {
            throw held(files.getDirectory(), e);
        } catch (CorruptIndexException
                | IndexFormatTooNewException
                | IndexFormatTooOldException
                | IndexNotFoundException e) {
            LOG.warn("the index cannot be read: it is filled again from the log", e);
        }
        return false;
    }

    private static StartException held(Path directory, LockObtainFailedException e) {
        return new StartException(
                "the index %s is open in another process (expected: in none but this)".formatted(directory), e);
    }

    private static void discard(FSDirectory files) throws IOException {
        for (String name : files.listAll()) {
            if (!name.equals(IndexWriter.WRITE_LOCK_NAME)) {
                files.deleteFile(name);
            }
        }
    }
}
