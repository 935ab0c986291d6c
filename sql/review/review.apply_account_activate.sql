-- SPDX-License-Identifier: Apache-2.0
-- review.apply_account_activate: the account is active and its person may
-- enrol; the certificate that the reviewers confirmed is pinned (GS-2.1.1).
-- Result:  ok; facts_moved, also where its liaison or owner has left meanwhile;
--          device_taken when the certificate has become somebody else's.
-- Tables:  identity.account, enrolment, device; writes account.activated.

create function review.apply_account_activate(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_thumbprint text := i_review.payload::jsonb ->> 'thumbprint';
begin
    if not exists (select
                     from identity.account a
                     join identity.institution i on i.institution_id = a.institution_id
                    where a.account_id = i_review.object_id and a.version = i_review.base and a.state = 'pending'
                      and i.state = 'active' and coalesce(a.ends_at > statement_timestamp(), true)
                      and (a.liaison_id is null or identity.find_liaison(a.liaison_id::text, a.ends_at) is not null)
                      and identity.is_answered(a.account_id)) then
        return 'facts_moved';
    end if;
    if (select access.find_exclusive(a.person_id, '{}', null) from identity.account a where a.account_id = i_review.object_id) is not null then
        return 'facts_moved'; -- another account of theirs has become what excludes this one
    end if;
    if exists (select from identity.device_key k where k.thumbprint = l_thumbprint) then
        return 'device_taken';
    end if;
    perform identity.activate_account(i_c, i_review.object_id, l_thumbprint);
    return 'ok';
end;
$$;
comment on function review.apply_account_activate(audit.call, review.review) is 'Effect of account.activate.';
revoke all on function review.apply_account_activate(audit.call, review.review) from public;
