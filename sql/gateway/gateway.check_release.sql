-- SPDX-License-Identifier: Apache-2.0
-- gateway.check_release: does what a release rested on hold at this moment.
-- The gateway asks before each further MiB, and each second, of a body under
-- way (GS-3.3).  Writes nothing, and is no use that keeps a session alive.
-- The release's own entry says what it rested on; the gateway only names it.
-- Inputs:  i_handle, hexadecimal: the session's, or one that it had before its
--          token was refreshed; i_delivery, the release.
-- Result:  ok, invalid_token (session or device), account_not_active (or its
--          institution), address_not_allowed (of a service), forbidden, not_found (no such release of this
--          session, or the record is withdrawn), or facts_moved.

create function gateway.check_release(i_handle text, i_delivery uuid) returns text
    language plpgsql stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_code text;
begin
    perform audit.check_transaction();
    select case when s.session_id is null then 'invalid_token'
                when not s.active then 'account_not_active'
                when s.kind = 'service' and not identity.is_service_address(
                         s.account_id, ops.read_address(p.personal)) then 'address_not_allowed'
                when not access.has_permission(s.account_id, 'record.read') then 'forbidden'
                when r.record_id is null then 'not_found'
                else record.check_release(r, e.revision, s.account_id, s.institution_id, s.rank, e.operation, e.purpose,
                                          e.grant_id, record.find_review(e.object_type, e.object)) end
      into l_code
      from audit.entry e
      left join identity.live_session s
        on s.session_id = e.session_id and s.account_id = e.account_id
       and sha256(decode(i_handle, 'hex')) = any (array_prepend(s.handle_digest, s.former_digests))
      left join audit.personal p on p.entry_id = e.entry_id
      left join record.record r on r.record_id = record.find_object(e.object_type, e.object)
     where e.entry_id = i_delivery and e.action = 'record.release' and e.outcome = 'done';
    return coalesce(l_code, 'not_found');
end;
$$;
comment on function gateway.check_release(text, uuid) is 'Whether what a release under way rested on still holds.';
revoke all on function gateway.check_release(text, uuid) from public;
grant execute on function gateway.check_release(text, uuid) to cs_gateway;
