-- SPDX-License-Identifier: Apache-2.0
-- The triggers of this schema, enabled always: also for the owner, and whatever
-- session_replication_role says.

create trigger guard_decision before insert on review.decision
    for each row execute function review.guard_decision();
create trigger guard_stage before insert or update on review.stage
    for each row execute function review.guard_stage();
create trigger guard_review before insert or update on review.review
    for each row execute function review.guard_review();
alter table review.decision enable always trigger guard_decision;
alter table review.stage enable always trigger guard_stage;
alter table review.review enable always trigger guard_review;

create trigger refuse_change before delete or truncate on review.review
    for each statement execute function ops.refuse_change('CS013');
create trigger refuse_change before delete or truncate on review.stage
    for each statement execute function ops.refuse_change('CS013');
create trigger refuse_change before update or delete or truncate on review.need
    for each statement execute function ops.refuse_change('CS013');
create trigger refuse_change before update or delete or truncate on review.round
    for each statement execute function ops.refuse_change('CS013');
create trigger refuse_change before update or delete or truncate on review.decision
    for each statement execute function ops.refuse_change('CS013');
create trigger refuse_change before update or delete or truncate on review.statement
    for each statement execute function ops.refuse_change('CS013');
alter table review.review enable always trigger refuse_change;
alter table review.stage enable always trigger refuse_change;
alter table review.need enable always trigger refuse_change;
alter table review.round enable always trigger refuse_change;
alter table review.decision enable always trigger refuse_change;
alter table review.statement enable always trigger refuse_change;
