-- SPDX-License-Identifier: Apache-2.0
-- Sealing: the order of entries, their numbers, and a head that only moves
-- forward from where it was seen (GS-2.2.2).
\ir lib/platform.sql
select plan(23);

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

select * from finish();
rollback;
