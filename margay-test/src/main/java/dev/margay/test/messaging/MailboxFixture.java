package dev.margay.test.messaging;

import dev.margay.messaging.Inbox;
import dev.margay.messaging.Outbox;
import dev.margay.messaging.Transaction;
import java.util.List;

/// A service's database under test: an outbox, an inbox, and a table of notes that stands for the business.
///
/// @param <X> the database's transactions
public interface MailboxFixture<X extends Transaction> extends AutoCloseable {

    Outbox outbox();

    Inbox<X> inbox();

    /// Runs the work in a transaction; what it throws undoes it.
    void write(Work<X> work) throws Exception;

    /// Writes a note within the transaction.
    void note(X transaction, String text);

    /// The notes that were kept, in their order.
    List<String> notes();

    @Override
    void close();

    /// What is done in a transaction.
    interface Work<X> {
        void run(X transaction) throws Exception;
    }
}
