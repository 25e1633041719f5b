package dev.margay.sql.messages;

import dev.margay.messaging.Inbox;
import dev.margay.messaging.Outbox;
import dev.margay.sql.Sql;
import dev.margay.sql.SqlOptions;
import dev.margay.sql.Tx;
import dev.margay.test.messaging.MailboxFixture;
import java.util.List;

/// A service's database with a table of notes.
record SqlMailbox(Sql sql, Outbox outbox, Inbox<Tx> inbox) implements MailboxFixture<Tx> {

    static SqlMailbox open(SqlOptions options) {
        var sql = Sql.open(options);
        sql.migrate("notes", "db/notes");
        return new SqlMailbox(sql, SqlOutbox.open(sql), SqlInbox.open(sql));
    }

    @Override
    public void write(Work<Tx> work) throws Exception {
        sql.<String, Exception>write(tx -> {
            work.run(tx);
            return "";
        });
    }

    @Override
    public void note(Tx transaction, String text) {
        transaction.update("insert into notes (text) values (?)", text);
    }

    @Override
    public List<String> notes() {
        return sql.read(view -> view.query("select text from notes order by number", row -> row.text("text")));
    }

    @Override
    public void close() {
        sql.close();
    }
}
