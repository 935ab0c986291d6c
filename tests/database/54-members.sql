-- SPDX-License-Identifier: Apache-2.0
-- Policies that were proposed before there were members do not come into force without them (GS-1.4).
\ir lib/platform.sql
select plan(4);

insert into identity.account_role (account_id, role) select account(name), 'approver.owner' from unnest(array['b.approver1', 'b.approver2']) name;
create function document(i_name text) returns jsonb language sql as $$
    select d.document::jsonb from access.policy_document d where d.policy = access.current_policy() and d.name = i_name;
$$;
create function next(i_name text, i_change jsonb) returns jsonb language sql as $$
    select jsonb_build_object(i_name, d.document || i_change || jsonb_build_object('version', v.version, 'history',
               d.document -> 'history' || jsonb_build_object('version', v.version, 'date', '2026-11-22', 'change', 'For a test.')))
      from (select tap.document(i_name)) d (document), lateral (select (d.document ->> 'version')::integer + 1) v (version);
$$;
update identity.institution set state = 'pending', admitted_at = null where code in ('BANKA', 'BANKB');
select (p).code, (p).body->'review'->>'id' as review from door('propose_policies', call('oper.security1', 'policy.propose'),
    jsonb_build_object('documents', next('log', '{"retention_months": 72}'), 'diff', '[]'::jsonb, 'policy', access.current_policy())) p \gset
select is((select string_agg(n.scope || n.approvals, ' ') from review.need n where n.review_id = :'review'), 'operator1', 'no member yet: the operator''s alone');
update identity.institution set state = 'active', admitted_at = now() - interval '40 days' where code in ('BANKA', 'BANKB');
select is(decide('oper.system1', :'review', 'approve'), 'ok', 'the operator says so');
select is((select state || ' ' || reason from review.review where review_id = :'review'), 'failed facts_moved', 'now that there are members, it does not decide alone');
select is(access.current_policy(), 1, 'and nothing is in force without them');

select * from finish();
rollback;
