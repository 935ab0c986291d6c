-- SPDX-License-Identifier: Apache-2.0
-- audit.write_consequence: the entry of something that a call brought about,
-- in the call's transaction, with the call's entry as its cause.
-- Inputs:  i_object_type, i_object, what it happened to; i_facts, what else
--          is known: account and device whom it concerns where that is not
--          the caller, institution, owner, revision, delivery, grant, review,
--          operation, purpose, digest, reason_code.
-- Result:  the entry's id.  Tables: audit.entry.
-- Raises:  CS002 for what the call's action does not bring about: sealed as
--          unverified, it would stand against the log for ever.  What a dry run
--          tries is undone.

create function audit.write_consequence(i_c audit.call, i_action text, i_object_type text, i_object text, i_facts jsonb)
    returns uuid
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_id uuid := ops.uuid_v7();
begin
    insert into audit.entry (
        entry_id, cause, action, outcome, account_id, institution_id, owner_id, device_id, device_class,
        session_id, node, operation, object_type, object, revision, delivery_id, grant_id,
        purpose, review_id, policy, reason_code, clause, digest, trace_id)
    select l_id, i_c.entry_id, i_action, 'done',
           coalesce(f.account, i_c.account_id), coalesce(f.institution, i_c.institution_id), f.owner,
           coalesce(f.device, i_c.device_id), coalesce(f.device_class, i_c.device_class),
           i_c.session_id, i_c.entry->>'node', f.operation, i_object_type, i_object, f.revision, f.delivery, f."grant",
           f.purpose, f.review, coalesce(f.policy, i_c.policy), f.reason_code,
           a.clause, f.digest, i_c.entry->>'trace_id'
      from audit.action a, jsonb_to_record(i_facts) as f (
               account uuid, institution uuid, owner uuid, device uuid, device_class text, operation text,
               revision integer, delivery uuid, "grant" uuid, purpose text, review uuid, policy integer,
               reason_code text, digest text)
     where a.action = i_action and (i_c.entry ->> 'action' = any (a.causes) or i_c.entry ->> 'action' = 'review.plan');
    if not found then
        raise exception using errcode = 'CS002', message = format('%s does not bring about %s', i_c.entry ->> 'action', i_action);
    end if;
    return l_id;
end;
$$;
comment on function audit.write_consequence(audit.call, text, text, text, jsonb) is 'Writes the entry of a consequence of a call.';
revoke all on function audit.write_consequence(audit.call, text, text, text, jsonb) from public;
