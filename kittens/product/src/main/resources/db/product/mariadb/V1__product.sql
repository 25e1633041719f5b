create table kitten (
    id varchar(64) character set ascii collate ascii_bin not null primary key,
    sku varchar(64) not null,
    name varchar(200) not null,
    breed varchar(100) not null,
    weight bigint not null check (weight > 0),
    price bigint not null check (price >= 0),
    stock_count bigint not null check (stock_count >= 0),
    version bigint not null,
    updated_at bigint not null,
    unique key kitten_sku (sku),
    key kitten_name (name, id),
    key kitten_price (price, id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- price is that of all the kittens of the order; idempotency_key is the customer's name for the request
create table orders (
    id varchar(64) character set ascii collate ascii_bin not null primary key,
    kitten_id varchar(64) character set ascii collate ascii_bin not null,
    kitten_name varchar(200) not null,
    quantity bigint not null,
    price bigint not null,
    user_id varchar(128) not null,
    idempotency_key varchar(255),
    created_at bigint not null,
    unique key orders_idempotency (user_id, idempotency_key)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- What the ledger has read of the orders.
create table sales (
    day char(10) character set ascii collate ascii_bin not null,
    kitten_id varchar(64) character set ascii collate ascii_bin not null,
    orders bigint not null,
    quantity bigint not null,
    revenue bigint not null,
    primary key (day, kitten_id)
) engine = InnoDB;

-- What was put in at the first start.
create table seed (
    name varchar(64) character set ascii collate ascii_bin not null primary key,
    planted_at bigint not null
) engine = InnoDB;
