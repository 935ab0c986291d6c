-- SPDX-License-Identifier: Apache-2.0
-- record.is_granted: may an account know of a record that its institution was
-- not meant to, for it was forwarded to them: while a grant on this very record
-- counts, and as long as its level asks people of others for one.  It opens the
-- record to nobody else, and to them for what the grant says alone.

create function record.is_granted(i_record record.record, i_account_id uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from access.list_live_grants(i_account_id) g where g.record_id = i_record.record_id)
       and exists (
               select from access.grant_rule r
                where r.policy = access.current_policy() and r.side = 'other' and r.level = i_record.level);
end;
$$;
comment on function record.is_granted(record.record, uuid) is 'Whether a grant lets an account know of a record that was not meant for its institution.';
revoke all on function record.is_granted(record.record, uuid) from public;
