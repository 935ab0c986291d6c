-- SPDX-License-Identifier: Apache-2.0
-- Sealing: the order of entries, their numbers, and a head that only moves
-- forward from where it was seen (GS-2.2.2).
\ir lib/platform.sql
select plan(31);

-- What this transaction wrote is not committed, and therefore not sealed.
select is(sealer.take_unsealed(10), '[]', 'nothing is taken before it is committed');

-- Entries of transactions that are over.
create function written(i_xid text, i_institution uuid, i_cause uuid default null, i_id uuid default ops.uuid_v7()) returns uuid
    language sql as $$
    insert into audit.entry (entry_id, action, outcome, institution_id, mac, cause, xid)
    values (i_id, case when i_cause is null then 'review.decide' else 'review.approved' end, 'done', i_institution,
            case when i_cause is null then '\x00'::bytea end, i_cause, i_xid::xid8)
    returning entry_id;
$$;
select ops.uuid_v7() as early, institution('BANKA') as a, institution('BANKB') as b, institution('OPER') as o \gset
select written('9', :'a') as e3 \gset
select written('8', :'b') as e1 \gset
select written('8', :'b', :'e1') as e2 \gset
select written('9', null) as e4 \gset
select written('9', :'b', :'e1') as e5 \gset
select written('7', :'o', null, ops.first_uuid(now() + interval '20 days')) as e0 \gset
create function taken(i_limit integer) returns jsonb language plpgsql as $$
declare
    l_taken jsonb;
begin
    set local role cs_sealer;
    l_taken := sealer.take_unsealed(i_limit);
    reset role;
    return l_taken;
end $$;
select is((select jsonb_agg(e->'core'->'id') from jsonb_array_elements(taken(10)) e),
          jsonb_build_array(:'e0', :'e1', :'e2', :'e3', :'e4', :'e5'), 'entries are taken by transaction, then id');
select is((select jsonb_agg(e->'number') from jsonb_array_elements(taken(10)) e),
          jsonb_build_array(:'o', :'b', :'b', :'a', :'o', :'b'), 'each counts in its institution, without one in the operator''s');
select is((select jsonb_agg(e->'cause_action') from jsonb_array_elements(taken(10)) e),
          '[null, null, "review.decide", null, null, null]', 'a cause counts in its own transaction only');
select is(jsonb_array_length(taken(4)), 4, 'no more than asked for');

-- What a sealer sends.
create function request(i_count integer, i_change jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('size', h.size, 'root', encode(h.root, 'hex'), 'new_root', encode(sha256('1'), 'hex'), 'nodes', '[]'::jsonb,
               'leaves', (select jsonb_agg(jsonb_build_object('entry', t.e->'core'->'id', 'origin', 'gateway',
                                     'n', (t.e->>'last_n')::bigint + row_number, 'salt', repeat('00', 32), 'leaf', repeat('00', 32)) order by t.o)
                            from (select e, o, row_number() over (partition by e->>'number' order by o)
                                    from jsonb_array_elements(sealer.take_unsealed(i_count)) with ordinality u (e, o)) t)) || i_change
      from audit.head h;
$$;
select request(4) as first \gset
select throws_ok(format('select sealer.append_leaves(%L)', change), 'CS005', null, claim)
  from (values (jsonb_set(:'first', '{leaves,0,n}', '2'), 'a number out of line is not sealed'),
               (jsonb_set(:'first', '{leaves,0,entry}', to_jsonb(:'e1'::text)), 'nor an entry out of line'),
               (:'first'::jsonb #- '{leaves,0}', 'nor with one left out'),
               (jsonb_set(:'first', '{leaves}', '[]'), 'nor nothing at all')) t (change, claim);
select is(sealer.append_leaves(:'first'::jsonb || '{"size": 1}'), 'conflict', 'not from another size');
select is(sealer.append_leaves(:'first'::jsonb || jsonb_build_object('root', repeat('00', 32))), 'conflict', 'nor from another root');
select throws_ok(format('select sealer.append_leaves(%L)', jsonb_set(:'first', '{leaves,1,origin}', '"heaven"')), '23514', null, 'nor with an origin that is none');
select is((select size from audit.head), 0::bigint, 'the head has not moved');

select is(sealer.append_leaves(:'first'), 'ok', 'the next entries in line are sealed');
select is(sealer.append_leaves(:'first'), 'conflict', 'and not twice');
select is((select size || ' ' || last_entry_id from audit.head), '4 ' || :'e3', 'the head stands behind them');
select is((select jsonb_agg(n order by leaf_index) from audit.leaf), '[1, 1, 2, 1]', 'numbers run within each institution');
select is((select jsonb_agg(e->'core'->'id') from jsonb_array_elements(taken(10)) e), jsonb_build_array(:'e4', :'e5'), 'what is left comes next, whatever its id');
select cmp_ok(audit.seal_age(), '<', interval '1 minute', 'the seal''s age is that of the oldest that waits');
select is(sealer.append_leaves(request(10)), 'ok', 'and is sealed');
select is((select n from audit.leaf where entry_id = :'e5'), 3::bigint, 'its number goes on');

-- A row with a transaction in the past is never sealed: the verifier names it as left unsealed.
select written('5', :'a') as forged \gset
select is(taken(10), '[]', 'what is smuggled in behind the head is not sealed');
select ok(exists (select from operator.read_log(6) line where line::jsonb->'unsealed'->>'id' = :'forged'), 'but shown as unsealed');

-- No more bytes in a batch than the sealer has time for; what is left comes next.
create function large(i_xid text) returns void language sql as $$
    with large as (
        insert into audit.entry (entry_id, action, outcome, mac, xid, node, object, purpose, reason_code)
        select ops.uuid_v7(), 'me.read', 'done', '\x00', i_xid::xid8, repeat(chr(1), 64), repeat(chr(1), 256), repeat(chr(1), 64), repeat(chr(1), 64)
          from generate_series(1, 400)
        returning entry_id)
    insert into audit.personal select entry_id, repeat(chr(1), 4096), sha256('') from large;
$$;
select large('10') \g /dev/null
create table batch as select taken(1000) as entries;
select cmp_ok((select sum(octet_length(e::text)) from batch, jsonb_array_elements(entries) e), '<=', 8388608::bigint, 'a batch is bounded in bytes');
select cmp_ok((select jsonb_array_length(entries) from batch), '>', 200, 'which many entries fit, even of the largest');
select cmp_ok((select max(octet_length(e->>'core')) from batch, jsonb_array_elements(entries) e), '<', 8192, 'a core is below what a leaf is made of');
select is(sealer.append_leaves(request(1000)), 'ok', 'it is sealed');
select is(jsonb_array_length(taken(1000)), (select 400 - jsonb_array_length(entries) from batch), 'and the rest comes next');

-- A login that leaves a transaction open does not hold back the log for ever.
create function holders() returns bigint language plpgsql as $$
begin
    perform pg_stat_clear_snapshot();
    return (select count(*) from pg_stat_activity where usename = 'cs_gateway' and backend_xid is not null);
end $$;
create function waits(i_for bigint) returns boolean language plpgsql as $$
begin
    for i in 1..100 loop
        if tap.holders() = i_for then return true; end if;
        perform pg_sleep(0.1);
    end loop;
    return false;
end $$;
\! (echo 'begin; select pg_current_xact_id();'; sleep 30) | psql -Xq -U cs_gateway >/dev/null 2>&1 &
\! psql -Xq -U cs_gateway -c 'begin; select pg_current_xact_id(); select pg_sleep(30)' >/dev/null 2>&1 &
select ok(waits(2), 'two sessions hold the horizon, one idle and one at work');
select ok(taken(1) is not null and holders() = 2, 'taking leaves them, since they are young');
set local role cs_door;
select audit.free_horizon('0 s') \g /dev/null
reset role;
select ok(waits(0), 'once they are too old they are ended');

select * from finish();
rollback;
