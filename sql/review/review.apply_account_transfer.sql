-- SPDX-License-Identifier: Apache-2.0
-- review.apply_account_transfer: the person has the new post (GS-3.3).
-- Result:  ok; facts_moved where the account, its devices or what the policies
--          know of the post is not as it was.
-- Tables:  identity.account, account_role; writes account.transferred.

create function review.apply_account_transfer(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a identity.account;
    l_p jsonb := i_review.payload::jsonb;
begin
    select a.* into l_a from identity.account a
     where a.account_id = i_review.object_id and a.version = i_review.base and a.state = 'active';
    if not found or identity.check_post(l_a, l_p) is not null
       or identity.list_keys(l_a.account_id) <> l_p -> 'devices' then
        return 'facts_moved';
    end if;
    update identity.account a
       set department = l_p ->> 'department', rank = l_p ->> 'rank', version = a.version + 1
     where a.account_id = l_a.account_id;
    delete from identity.account_role r where r.account_id = l_a.account_id;
    insert into identity.account_role (account_id, role)
    select l_a.account_id, r from jsonb_array_elements_text(l_p -> 'roles') r;
    perform audit.write_consequence(i_c, 'account.transferred', 'account', l_a.account_id::text, jsonb_build_object(
        'account', l_a.account_id, 'institution', l_a.institution_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_account_transfer(audit.call, review.review) is 'Effect of account.transfer.';
revoke all on function review.apply_account_transfer(audit.call, review.review) from public;
