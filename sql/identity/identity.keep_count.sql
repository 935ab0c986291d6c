-- SPDX-License-Identifier: Apache-2.0
-- identity.keep_count: keeps the sign count of a passkey's signature.  A count
-- that has not grown is a copy's (WebAuthn 6.1.1): refused, and alerted.
-- Authenticators that do not count say 0 for ever.  A passkey that went over to
-- a renewal has one count still, that of the first device which had it: what
-- was signed on either is not new on the other.
-- Input:   i_count; null for what a key signed.
-- Result:  whether it had grown.  Tables: identity.device; raises the alert
--          passkey_copied.

create function identity.keep_count(i_c audit.call, i_device uuid, i_count bigint) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_count is null then
        return true;
    end if;
    update identity.device d
       set sign_count = i_count
     where d.renews is null and d.kid = (select r.kid from identity.device r where r.device_id = i_device)
       and (i_count > d.sign_count or i_count = 0 and d.sign_count = 0);
    if found then
        return true;
    end if;
    perform ops.raise_alert(i_c, 'passkey_copied', 'critical', jsonb_build_object('device', i_device));
    return false;
end;
$$;
comment on function identity.keep_count(audit.call, uuid, bigint) is 'Keeps the sign count of a passkey; false for a copy''s.';
revoke all on function identity.keep_count(audit.call, uuid, bigint) from public;
