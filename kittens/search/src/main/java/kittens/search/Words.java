package kittens.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// What counts as the same word: case, accents and a final `'s` make no difference.
///
/// Words are split by the rules of Unicode (UAX 29). Text is decomposed first, so that `é` and `e` with a combining
/// accent are one; letters that do not decompose (`ø`, `ß`, `æ`) are folded by Lucene's table.
final class Words {

    private static final Analyzer ANALYZER = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            var words = new StandardTokenizer();
            return new TokenStreamComponents(
                    words, new ASCIIFoldingFilter(new LowerCaseFilter(new EnglishPossessiveFilter(words))));
        }
    };

    private Words() {}

    static Analyzer analyzer() {
        return ANALYZER;
    }

    /// The text without accents, as it is given to the analyzer when indexed and when asked for.
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    }

    /// The comparable words of a text, in order.
    static List<String> of(String text) {
        var words = new ArrayList<String>();
        try (var stream = ANALYZER.tokenStream("", plain(text))) {
            var word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(word.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory could not be read", e);
        }
        return List.copyOf(words);
    }
}
