-- SPDX-License-Identifier: Apache-2.0
-- gateway.record_release: decisions to release become entries of the log; an
-- allowed one is a delivery, whose id is the entry's (GS-2.2.2, GS-4.3b).
-- The gateway's word is not enough: session, permission, record and revision,
-- audience, grant, rank and policy are looked at once more, for each item by
-- itself, and what no longer holds is entered as refused.
-- The plan is made once: for each array anew it would take longer than the work.
-- Inputs:  i_call, with the digest of the bytes to be sent; object, operation
--          and purpose are those of its entry; i_request, for each {revision,
--          effect: allow or deny, reason, grant, policy}.
-- Result:  for each its place from 1; ok, clock (nothing was written),
--          invalid_token, account_not_active, invalid_proof,
--          address_not_allowed, owed_first,
--          forbidden, policy_moved,
--          facts_moved, not_found, or the reason of the denial; {delivery, at};
--          with a denial of the matrix or for want of a grant {detail}.
-- Tables:  audit.entry, audit.personal, ops.spent_proof, ops.refusal_sum, identity.session.

create function gateway.record_release(i_call jsonb[], i_request jsonb[])
    returns table (ordinal integer, code text, body text)
    language plpgsql volatile
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    with item as materialized (
        select t.ordinal::integer, t.call, t.call->'entry' as entry, e.*, q.*
          from unnest(i_call, i_request) with ordinality t (call, request, ordinal),
               jsonb_to_record(t.call->'entry') as e (
                   id uuid, action text, session uuid, node text, operation text, object_type text, object text,
                   purpose text, digest text, personal_digest text, trace_id text),
               jsonb_to_record(t.request) as q (
                   revision integer, effect text, reason text, "grant" uuid, policy integer)
    ), proof as (
        -- Of several with one proof the first is fresh.  Sorted, so that two calls cannot wait for each other.
        select distinct on (p.proof) p.proof, p.ordinal
          from (select decode(i.call->>'proof', 'hex') as proof, i.ordinal from item i where ops.is_current(i.id)) p
         where p.proof is not null
         order by p.proof, p.ordinal
    ), spent as materialized (
        insert into ops.spent_proof (proof) select p.proof from proof p order by p.proof
            on conflict do nothing
        returning spent_proof.proof
    ), judged as materialized (
        select i.*, s.account_id, s.institution_id, s.rank, s.device_id, s.device_class, r.institution_id as owner_id, r as record,
               case when not ops.is_current(i.id) then 'clock'
                    when s.code is not null then s.code
                    when i.call->>'proof' is not null and not exists (
                         select from spent t join proof p on p.proof = t.proof where p.ordinal = i.ordinal) then 'invalid_proof'
                    when s.kind = 'service' and not identity.is_service_address(
                             s.account_id, ops.read_address(i.call->>'personal')) then 'address_not_allowed'
                    when identity.list_owed(s.account_id) <> '{}' then 'owed_first'
                    when not access.has_permission(s.account_id, 'record.read') then 'forbidden'
                    when i.effect is distinct from 'allow' then coalesce(i.reason, 'forbidden')
                    when i.policy is distinct from access.current_policy() then 'policy_moved'
                    when r.record_id is null then 'not_found'
                    else record.check_release(r, i.revision, s.account_id, s.institution_id, s.rank, i.operation,
                                              i.purpose, i."grant", record.find_review(i.object_type, i.object)) end as code
          from item i
         cross join lateral identity.authenticate(decode(i.call->>'handle', 'hex'), i.session) s
          left join record.record r on r.record_id = record.find_object(i.object_type, i.object)
    ), stranger as materialized (
        select j.id, j.ordinal, j.code, coalesce(ops.read_network(jsonb_populate_record(
                   null::audit.call, jsonb_build_object('personal', j.call->>'personal'))), '') as network
          from judged j
         where j.account_id is null and j.code <> 'clock'
    ), summed as (
        -- As ops.count_refusal for one.  Sorted, as above.
        insert into ops.refusal_sum as s (sum_id, network, code, minute_at, count)
        select ops.uuid_v7(), n.network, n.code, date_trunc('minute', statement_timestamp()), n.count
          from (select t.network, t.code, count(*) from stranger t group by t.network, t.code order by t.network, t.code) n
            on conflict on constraint refusal_sum_minute_uq do update set count = s.count + excluded.count, last_at = statement_timestamp()
        returning s.network, s.code, s.first_at = s.last_at as is_first
    ), sample as materialized (
        -- The sort sees every sum counted before the first entry asks for its share of the minute.
        select distinct on (t.network, t.code) t.id
          from stranger t
          join summed s on s.network = t.network and s.code = t.code
         where s.is_first
         order by t.network, t.code, t.ordinal
    ), written as (
        insert into audit.entry (
            entry_id, action, outcome, account_id, institution_id, owner_id, device_id, device_class, session_id, node,
            operation, object_type, object, revision, delivery_id, grant_id, purpose, review_id, policy, reason_code,
            clause, digest, personal_digest, trace_id, mac)
        select j.id, j.action, case j.code when 'ok' then 'done' else 'refused' end,
               j.account_id, j.institution_id, j.owner_id, j.device_id, j.device_class, j.session, j.node,
               j.operation, j.object_type, j.object, j.revision, case j.code when 'ok' then j.id end, j."grant", j.purpose,
               case j.object_type when 'review' then ops.read_uuid(j.object) end, access.current_policy(),
               nullif(j.code, 'ok'), a.clause, j.digest, j.personal_digest, j.trace_id, decode(j.call->>'mac', 'hex')
          from judged j
          join audit.action a on a.action = j.action and a.action = 'record.release' -- whatever its caller calls it
         where case when j.code = 'clock' then false when j.account_id is not null then true
                    when exists (select from sample p where p.id = j.id) then ops.count_stranger() else false end
            on conflict (entry_id) do nothing
        returning entry_id, written_at
    ), kept as (
        insert into audit.personal (entry_id, personal, salt)
        select w.entry_id, j.call->>'personal', decode(j.call->>'salt', 'hex')
          from written w
          join judged j on j.id = w.entry_id
         where j.call->>'personal' is not null
    )
    select j.ordinal, case when j.code = 'ok' and w.entry_id is null then 'clock' else j.code end,
           case when j.code = 'ok' then jsonb_build_object('delivery', w.entry_id, 'at', ops.format_time(w.written_at))::text
                when j.code = 'owed_first' then jsonb_build_object('must', identity.list_owed(j.account_id))::text
                when j.effect is distinct from 'allow' then
                    record.describe_denial(j.code, j.record, j.account_id, j.institution_id, j.rank, j.operation)::text end
      from judged j
      left join written w on w.entry_id = j.id
      -- Once for all, and after what was written, as where a call ends.
     cross join (select identity.touch_sessions(array(
                            select u.session from judged u join written t on t.entry_id = u.id where u.account_id is not null))) touched
     order by j.ordinal;
end;
$$;
comment on function gateway.record_release(jsonb[], jsonb[]) is 'Decisions to release become entries; an allowed one is a delivery.';
revoke all on function gateway.record_release(jsonb[], jsonb[]) from public;
grant execute on function gateway.record_release(jsonb[], jsonb[]) to cs_gateway;
