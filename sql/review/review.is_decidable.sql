-- SPDX-License-Identifier: Apache-2.0
-- review.is_decidable: could a review of this kind, raised where an account
-- is, be decided by others than its requester.
-- Inputs:  i_account, whose institution and department are meant; i_without, a
--          person who is thought away, or null; i_until, as for
--          identity.is_staying.
-- Where nobody is there to raise it, whoever may come raises none of theirs.

create function review.is_decidable(i_kind text, i_account identity.account, i_without uuid, i_until timestamptz) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r      review.review;
    l_needs  review.need[];
    l_raised text;
    l_raiser uuid;
    l_any    boolean := false;
    l_away   uuid[]  := array_remove(array[i_without], null);
begin
    l_r.policy         := access.current_policy();
    l_r.kind           := i_kind;
    l_r.institution_id := i_account.institution_id;
    l_r.owner_id       := i_account.institution_id;
    l_r.department     := i_account.department;
    l_needs            := array(select n from review.draft_needs(l_r, array[i_account.institution_id]) n);
    if review.find_shortage(l_r, l_needs, i_until, l_away) is not null then
        return false; -- the raiser stays out besides
    end if;
    select k.raised_by into l_raised from access.review_kind k where k.policy = l_r.policy and k.kind = i_kind;
    for l_raiser in
        select distinct a.person_id
          from identity.account a
         where a.institution_id = i_account.institution_id and a.person_id is distinct from i_without
           and identity.is_able(a) and identity.is_staying(a, i_until)
           and access.has_permission(a.account_id, l_raised)
    loop
        l_any := true;
        l_r.person_id := l_raiser;
        if review.find_shortage(l_r, l_needs, i_until, l_away) is null then
            return true;
        end if;
    end loop;
    return not l_any;
end;
$$;
comment on function review.is_decidable(text, identity.account, uuid, timestamptz) is 'Whether a kind of review could be decided.';
revoke all on function review.is_decidable(text, identity.account, uuid, timestamptz) from public;
