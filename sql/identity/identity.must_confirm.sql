-- SPDX-License-Identifier: Apache-2.0
-- identity.must_confirm: does an account's first device count only when another
-- person has confirmed it: where the account may review or administer, and its
-- reviewers have not confirmed the certificate already.

create function identity.must_confirm(i_account uuid, i_thumbprint text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return access.is_advanced(i_account)
           and not exists (select from identity.device d
                            where d.account_id = i_account and d.thumbprint = i_thumbprint and d.state in ('pinned', 'bound'));
end;
$$;
comment on function identity.must_confirm(uuid, text) is 'Whether another person must confirm an account''s first device.';
revoke all on function identity.must_confirm(uuid, text) from public;
