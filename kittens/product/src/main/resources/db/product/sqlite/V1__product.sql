create table kitten (
    id text primary key,
    sku text not null,
    name text not null,
    breed text not null,
    weight integer not null check (weight > 0),
    price integer not null check (price >= 0),
    stock_count integer not null check (stock_count >= 0),
    version integer not null,
    updated_at integer not null
) without rowid;
create unique index kitten_sku on kitten (sku);
create index kitten_name on kitten (name, id);
create index kitten_price on kitten (price, id);

-- price is that of all the kittens of the order; idempotency_key is the customer's name for the request
create table orders (
    id text primary key,
    kitten_id text not null,
    kitten_name text not null,
    quantity integer not null,
    price integer not null,
    user_id text not null,
    idempotency_key text,
    created_at integer not null
) without rowid;
create unique index orders_idempotency on orders (user_id, idempotency_key) where idempotency_key is not null;

-- What the ledger has read of the orders.
create table sales (
    day text not null,
    kitten_id text not null,
    orders integer not null,
    quantity integer not null,
    revenue integer not null,
    primary key (day, kitten_id)
) without rowid;

-- What was put in at the first start.
create table seed (
    name text primary key,
    planted_at integer not null
) without rowid;
