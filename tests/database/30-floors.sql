-- SPDX-License-Identifier: Apache-2.0
-- Floors: one step below each of what the standards fix, and the policies do
-- not come into force (1-standard: floors are constraints, a policy can only be stricter).
-- The rows are those of tests/policy/floors.json, by which the C is tested too.
\ir lib/platform.sql
create temporary table floor on commit drop as
select f.* from jsonb_to_recordset(pg_read_file(current_setting('test.place') || '/policies/floors.json')::jsonb)
                  f (claim text, at text, value jsonb, database text);
select plan(3 + count(*)::integer) from floor;

delete from identity.platform;
-- 'activated', or what refused it: an SQLSTATE, then the constraint, the column, or the message of none.
create function proposed(i_at text, i_value jsonb) returns text language plpgsql as $$
declare
    l_at         text[] := string_to_array(ltrim(i_at, '/'), '/');
    l_all        jsonb := tap.policies();
    l_constraint text;
    l_column     text;
begin
    -- A new version of each, so that the floor is what refuses it.
    l_all := (select jsonb_object_agg(d.key, d.value || '{"version": 1000}') from jsonb_each(l_all) d);
    l_all := case when i_value is null then l_all #- l_at else jsonb_set(l_all, l_at, i_value) end;
    perform access.activate_policies(l_all);
    set constraints all immediate;
    raise exception 'activated' using errcode = 'P0T01';
exception
    when sqlstate 'P0T01' then return 'activated';
    when others then
        get stacked diagnostics l_constraint = constraint_name, l_column = column_name;
        return sqlstate || ' ' || coalesce(nullif(l_constraint, ''), nullif(l_column, ''), sqlerrm);
end $$;

select is(proposed('/log/version', '2'), 'activated', 'the shipped policies come into force once more');
select is(proposed('/sessions/version', '1'), 'CS011 a version of a policy says another thing than it did',
          'a version that says another thing than it did (GS-1.4)');
select is(proposed(f.at, f.value), f.database, f.claim) from floor f;

select throws_ok($$
    insert into identity.account_role (account_id, role) values (account('a.officer'), 'account.reviewer');
    set constraints all immediate;
$$, null, null, 'nobody holds two permissions that exclude each other (GS-3.1.1)');

select * from finish();
rollback;
