-- SPDX-License-Identifier: Apache-2.0
-- identity.check_post: may an account's person take this post.
-- Inputs:  i_account; i_request: department, rank, roles.
-- Result:  null, or {code, body} of the refusal.

create function identity.check_post(i_account identity.account, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return identity.check_duties(
        i_account.person_id, i_account.account_id, i_account.kind,
        (select i.code from identity.institution i where i.institution_id = i_account.institution_id),
        array(select d.code from identity.department d where d.institution_id = i_account.institution_id order by d.code), i_request, '');
end;
$$;
comment on function identity.check_post(identity.account, jsonb) is 'Whether an accounts person may take a post.';
revoke all on function identity.check_post(identity.account, jsonb) from public;
