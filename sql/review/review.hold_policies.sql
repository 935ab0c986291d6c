-- SPDX-License-Identifier: Apache-2.0
-- review.hold_policies: a decision that may activate policies, and a resubmission
-- that tries them, hold them alone from the beginning (see access.hold_policies):
-- what they began to share they could not be sure to get.

create function review.hold_policies(i_review uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from review.review r where r.review_id = i_review and r.kind = 'policy.activate' and r.state in ('open', 'returned', 'failed')) then
        perform access.hold_policies(true);
    end if;
end;
$$;
comment on function review.hold_policies(uuid) is 'Holds the policies for who may activate others, or tries to.';
revoke all on function review.hold_policies(uuid) from public;
