-- Users; the address is kept as it is compared: composed, in lower case.
create table users (
    id text not null primary key,
    email text not null unique,
    name text not null,
    access_level text not null check (access_level in ('user', 'admin')),
    password_hash text not null,
    created_at integer not null
) without rowid;

create table sessions (
    id text not null primary key,
    user_id text not null references users (id),
    created_at integer not null,
    expires_at integer not null,
    ended_at integer
) without rowid;
create index sessions_user on sessions (user_id);

-- All refresh tokens a session has had, by their hashes: one that comes a second time was stolen.
create table refresh_tokens (
    hash text not null primary key,
    session_id text not null references sessions (id),
    used_at integer
) without rowid;
create index refresh_tokens_session on refresh_tokens (session_id);
