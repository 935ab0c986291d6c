-- SPDX-License-Identifier: Apache-2.0
-- identity.activate_account: makes an account active: by its review, or by init.
-- Inputs:  i_account; i_thumbprint, the certificate to pin, if any.
-- Tables:  identity.account, enrolment, device; writes account.activated.

create function identity.activate_account(i_c audit.call, i_account uuid, i_thumbprint text)
    returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
begin
    update identity.account a
       set state = 'active', version = a.version + 1
     where a.account_id = i_account and a.state = 'pending'
    returning a.* into strict l_a;
    update identity.enrolment e
       set expires_at = statement_timestamp() + p.set_within
      from access.password_policy p
     where e.account_id = i_account and p.policy = access.current_policy();
    insert into identity.device (account_id, class, transport, thumbprint, state)
    select i_account, 'certificate', 'certificate', i_thumbprint, 'pinned' where i_thumbprint is not null;
    perform audit.write_consequence(i_c, 'account.activated', 'account', i_account::text, jsonb_build_object(
        'account', i_account, 'institution', l_a.institution_id, 'review', l_a.review_id));
end;
$$;
comment on function identity.activate_account(audit.call, uuid, text) is 'Makes an account active.';
revoke all on function identity.activate_account(audit.call, uuid, text) from public;
