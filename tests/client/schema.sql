-- SPDX-License-Identifier: Apache-2.0
-- What the tests of the database client call: effects that can be counted, and every way to fail.

create role test login;
create schema test authorization test;
set role test;

create table test.effect (
    key text not null
);

create table test.parent (
    key text primary key
);
create table test.child (
    key text not null references test.parent (key) deferrable initially deferred
);

create function test.write(i_key text, i_seconds float8) returns text language plpgsql as $$
begin
    insert into test.effect (key) values (i_key);
    perform pg_sleep(i_seconds);
    return i_key;
end
$$;

create function test.raise(i_code text) returns text language plpgsql as $$
begin
    insert into test.effect (key) values (i_code);
    raise exception using errcode = i_code, message = 'raised';
end
$$;

create function test.warn(i_key text) returns text language plpgsql as $$
begin
    raise warning 'warned';
    return i_key;
end
$$;

create function test.defer(i_key text) returns text language plpgsql as $$
begin
    insert into test.effect (key) values (i_key);
    insert into test.child (key) values (i_key);
    return i_key;
end
$$;

create function test.listen() returns text language plpgsql as $$
begin
    listen test;
    return '';
end
$$;
