-- SPDX-License-Identifier: Apache-2.0
-- review.notify_deciders: tells those who may decide the stage that is open.
-- Input:   i_code: review.opened, review.reminder, review.overdue or
--          review.withdrawn.

create function review.notify_deciders(i_c audit.call, i_review review.review, i_code text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_s review.stage;
begin
    select * into strict l_s from review.stage s where s.review_id = i_review.review_id and s.state = 'open';
    perform ops.notify(i_c, array(select d.account_id from review.list_ready(i_review, l_s) d), i_code, jsonb_build_object(
            'review', i_review.review_id, 'kind', i_review.kind, 'object', i_review.object_id, 'stage', l_s.name, 'requester', i_review.account_id,
            'urgency', i_review.urgency, 'due_at', ops.format_time(i_review.due_at)));
end;
$$;
comment on function review.notify_deciders(audit.call, review.review, text) is 'Tells those who may decide the open stage.';
revoke all on function review.notify_deciders(audit.call, review.review, text) from public;
