package kittens.search;

import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Turns the words somebody typed into a query. The text has no syntax: `AND`, `*` and quotes are text like any other.
///
/// Every word must be found in name, breed or sku: as it is, as the beginning of a word, or with one letter wrong,
/// missing, too many or swapped with its neighbour. Scores are constants, so that the order depends on the kitten alone
/// and pages stay put while the index changes.
final class Question {

    /// More words than this narrow nothing down; they are not looked at.
    private static final int MOST_WORDS = 16;

    /// Terms of the index that one misspelt word may stand for.
    private static final int MOST_SPELLINGS = 64;

    private static final int EXACT = 16;
    private static final int BEGINNING = 8;
    private static final int MISSPELT = 1;
    private static final int NAME = 4;
    private static final int BREED = 2;
    private static final int SKU = 1;
    private static final int WHOLE_NAME = 64;

    private Question() {}

    static Query of(String text) {
        var words = Words.of(text);
        if (words.isEmpty()) {
            return new MatchNoDocsQuery("no words");
        }
        var all = new BooleanQuery.Builder();
        words.stream().limit(MOST_WORDS).forEach(word -> all.add(anywhere(word), Occur.MUST));
        var whole = new TermQuery(new Term(Fields.WHOLE_NAME, String.join(" ", words)));
        return all.add(worth(WHOLE_NAME, whole), Occur.SHOULD).build();
    }

    private static Query anywhere(String word) {
        var anyField = new BooleanQuery.Builder();
        List.of(in(Fields.NAME, word, NAME), in(Fields.BREED, word, BREED), in(Fields.SKU, word, SKU))
                .forEach(one -> anyField.add(one, Occur.SHOULD));
        return anyField.build();
    }

    private static Query in(String field, String word, int weight) {
        var term = new Term(field, word);
        var exact = worth(EXACT * weight, new TermQuery(term));
        var beginning = worth(BEGINNING * weight, new PrefixQuery(term));
        return toleratesTypo(word)
                ? new DisjunctionMaxQuery(List.of(exact, beginning, worth(MISSPELT * weight, misspelt(term))), 0)
                : new DisjunctionMaxQuery(List.of(exact, beginning), 0);
    }

    /// One letter of two says too little, and a number with another digit is another number.
    private static boolean toleratesTypo(String word) {
        return word.codePointCount(0, word.length()) >= 3 && !word.chars().allMatch(Character::isDigit);
    }

    /// Of three letters the first must be right.
    private static Query misspelt(Term term) {
        int certain = term.text().codePointCount(0, term.text().length()) == 3 ? 1 : 0;
        return new FuzzyQuery(term, 1, certain, MOST_SPELLINGS, true);
    }

    private static Query worth(int score, Query query) {
        return new BoostQuery(new ConstantScoreQuery(query), score);
    }
}
