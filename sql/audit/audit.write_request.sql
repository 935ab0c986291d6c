-- SPDX-License-Identifier: Apache-2.0
-- audit.write_request: the entry of a call, one a call.
-- Inputs:  i_code, ok, internal (failed) or why it was refused; i_facts as in
--          audit.end_call.  What the gateway fixed is taken as it is, for the
--          sealer checks the MAC over it; the rest the database fills in.
-- Tables:  audit.entry, audit.personal.

create function audit.write_request(i_c audit.call, i_code text, i_facts jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into audit.entry (
        entry_id, action, outcome, account_id, institution_id, owner_id, device_id, device_class,
        session_id, node, operation, object_type, object, revision, delivery_id, grant_id,
        purpose, review_id, policy, reason_code, clause, digest, personal_digest, trace_id, mac)
    select i_c.entry_id, e.action,
           case i_code when 'ok' then 'done' when 'internal' then 'failed' else 'refused' end,
           i_c.account_id, i_c.institution_id, f.owner, i_c.device_id, i_c.device_class,
           e.session, e.node, e.operation, e.object_type, e.object, f.revision, f.delivery, f."grant",
           e.purpose, f.review, i_c.policy,
           coalesce(f.reason_code, nullif(i_code, 'ok')),
           coalesce(f.clause, (select a.clause from audit.action a where a.action = e.action)),
           e.digest, e.personal_digest, e.trace_id, i_c.mac
      from jsonb_to_record(i_c.entry) as e (
               action text, session uuid, node text, operation text, object_type text, object text,
               purpose text, digest text, personal_digest text, trace_id text),
           jsonb_to_record(i_facts) as f (
               owner uuid, revision integer, delivery uuid, "grant" uuid, review uuid,
               reason_code text, clause text);
    if i_c.personal is not null then
        insert into audit.personal (entry_id, personal, salt) values (i_c.entry_id, i_c.personal, i_c.salt);
    end if;
end;
$$;
comment on function audit.write_request(audit.call, text, jsonb) is 'Writes the entry of a call.';
revoke all on function audit.write_request(audit.call, text, jsonb) from public;
