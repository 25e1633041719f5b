-- Messages whose mail was given away.
create table sent (
    message_id varchar(200) character set ascii collate ascii_bin not null primary key,
    sent_at bigint not null,
    key sent_at (sent_at)
) engine = InnoDB;
