-- SPDX-License-Identifier: Apache-2.0
-- The triggers of this schema, enabled always.

create trigger refuse_removal before delete or truncate on review.review
    for each statement execute function review.refuse_removal();
create trigger refuse_removal before delete or truncate on review.stage
    for each statement execute function review.refuse_removal();
create trigger refuse_removal before update or delete or truncate on review.decision
    for each statement execute function review.refuse_removal();
alter table review.review enable always trigger refuse_removal;
alter table review.stage enable always trigger refuse_removal;
alter table review.decision enable always trigger refuse_removal;
