-- SPDX-License-Identifier: Apache-2.0
-- review.apply_policy_activate: the documents that were decided on are in force
-- from this transaction's end on (GS-1.4).
-- Result:  ok; policy_moved where another set came between; facts_moved where
--          fewer members were asked than there are now to ask; or what
--          review.try_policies says.
-- Tables:  access.policy_set and its rows; writes policy.activated.

create function review.apply_policy_activate(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_reason text;
begin
    if access.current_policy() <> i_review.base then
        return 'policy_moved';
    end if;
    if exists (select from review.draft_needs(i_review, '{}') w
                where w.scope = 'members' and not exists (
                      select from review.need n
                       where n.review_id = w.review_id and n.round = w.round and n.ordinal = w.ordinal and n.scope = 'members' and n.approvals >= w.approvals)) then
        return 'facts_moved';
    end if;
    l_reason := review.try_policies(i_review.payload::jsonb -> 'documents', true);
    if l_reason is not null then
        return l_reason;
    end if;
    perform access.announce_policies(i_c, access.current_policy(), i_review.review_id);
    return 'ok';
end;
$$;
comment on function review.apply_policy_activate(audit.call, review.review) is 'Effect of policy.activate.';
revoke all on function review.apply_policy_activate(audit.call, review.review) from public;
