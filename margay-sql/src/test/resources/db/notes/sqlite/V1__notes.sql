create table notes (number integer primary key autoincrement, text text not null);
