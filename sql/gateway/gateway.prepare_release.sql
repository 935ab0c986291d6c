-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_release: facts and ciphertext for decisions to release.
-- Takes arrays, so that requests in flight share one call: each item has its
-- own session and its own verdict.  Writes nothing; gateway.record_release
-- says in the log what came of it.
-- The plan is made once: for each array anew it would take longer than the work.
-- Inputs:  i_call, as for every function of the door; what is asked for is the
--          object of its entry: a record, or a review for what lies under it.
--          i_request, as the gateway checked it.
-- Result:  for each its place from 1; ok, invalid_token, account_not_active,
--          forbidden, or not_found for what the caller may not know of; the
--          facts (record.describe_facts); the sealed content.

create function gateway.prepare_release(i_call jsonb[], i_request jsonb[])
    returns table (ordinal integer, code text, facts text, content bytea)
    language plpgsql stable
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
begin
    perform audit.check_transaction();
    return query
    select q.ordinal::integer,
           case when s.session_id is null then 'invalid_token'
                when not s.active then 'account_not_active'
                when s.kind = 'service' and not identity.is_service_address(
                         s.account_id, ops.read_address(q.call->>'personal')) then 'address_not_allowed'
                when not access.has_permission(s.account_id, 'record.read') then 'forbidden'
                when b.basis is null then 'not_found'
                else 'ok' end,
           case when b.basis is not null then record.describe_facts(r, s, b.basis)::text end,
           v.content
      from unnest(i_call, i_request) with ordinality q (call, request, ordinal)
      left join identity.live_session s
        on s.handle_digest = sha256(decode(q.call->>'handle', 'hex'))
       and s.session_id = ops.read_uuid(q.call->'entry'->>'session')
      left join record.record r
        on r.record_id = record.find_object(q.call->'entry'->>'object_type', q.call->'entry'->>'object')
      left join lateral (
           select record.find_basis(r, s.account_id, s.institution_id, s.rank,
                                    record.find_review(q.call->'entry'->>'object_type', q.call->'entry'->>'object'))
            where s.active and r.state <> 'withdrawn' and access.has_permission(s.account_id, 'record.read')) b (basis) on true
      left join record.revision v
        on v.record_id = r.record_id and v.revision = r.revision and b.basis is not null
     order by q.ordinal;
end;
$$;
comment on function gateway.prepare_release(jsonb[], jsonb[]) is 'Facts and ciphertext for decisions to release.';
revoke all on function gateway.prepare_release(jsonb[], jsonb[]) from public;
grant execute on function gateway.prepare_release(jsonb[], jsonb[]) to cs_gateway;
