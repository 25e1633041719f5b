-- Users; the address is kept as it is compared: composed, in lower case.
create table users (
    id varchar(36) character set ascii collate ascii_bin not null primary key,
    email varchar(254) character set utf8mb4 collate utf8mb4_bin not null,
    name varchar(256) not null,
    access_level varchar(10) character set ascii collate ascii_bin not null
        check (access_level in ('user', 'admin')),
    password_hash varchar(255) character set ascii collate ascii_bin not null,
    created_at bigint not null,
    unique key users_email (email)
) engine = InnoDB default character set utf8mb4;

create table sessions (
    id varchar(36) character set ascii collate ascii_bin not null primary key,
    user_id varchar(36) character set ascii collate ascii_bin not null,
    created_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    key sessions_user (user_id),
    foreign key (user_id) references users (id)
) engine = InnoDB default character set utf8mb4;

-- All refresh tokens a session has had, by their hashes: one that comes a second time was stolen.
create table refresh_tokens (
    hash varchar(64) character set ascii collate ascii_bin not null primary key,
    session_id varchar(36) character set ascii collate ascii_bin not null,
    used_at bigint,
    key refresh_tokens_session (session_id),
    foreign key (session_id) references sessions (id)
) engine = InnoDB default character set utf8mb4;
