-- SPDX-License-Identifier: Apache-2.0
-- review.apply_ending: lets go what waited for a review that was not approved.
-- Names that were reserved are free again; the rows stay for the log.
-- Tables:  identity.institution, account, access.agreement, grant,
--          record.record, reclassification, access.break_glass, as the kind has
--          it; writes device.revoked for a device that is not bound after all.

create function review.apply_ending(i_c audit.call, i_review review.review) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    case i_review.kind
        when 'institution.admit' then
            update identity.institution i
               set state = 'rejected', version = i.version + 1
             where i.institution_id = i_review.object_id and i.state = 'pending';
        when 'account.activate' then
            update identity.account a
               set state = 'rejected', version = a.version + 1
             where a.account_id = i_review.object_id and a.state = 'pending';
        when 'device.bind' then
            perform identity.revoke_device(i_c, d.device_id)
               from identity.device d
              where d.device_id = i_review.object_id and d.state in ('proposed', 'unconfirmed');
        when 'agreement.sign' then
            update access.agreement a
               set state = 'rejected', version = a.version + 1
             where a.agreement_id = i_review.object_id and a.state = 'proposed';
        when 'permission.grant' then
            update access.grant g
               set state = 'rejected', version = g.version + 1
             where g.grant_id = i_review.object_id and g.state = 'requested';
        when 'record.publish' then
            perform record.cancel_publication(i_review);
        when 'record.reclassify' then
            delete from record.reclassification m where m.review_id = i_review.review_id;
        when 'breakglass.review' then
            if (select r.state from review.review r where r.review_id = i_review.review_id) = 'rejected' then
                perform review.settle_break_glass(i_c, i_review, false);
            else -- nobody decided: the clock asks others
                update access.break_glass b set review_id = null where b.break_glass_id = i_review.object_id;
            end if;
        else null; -- nothing waits for what would only give rights back
    end case;
end;
$$;
comment on function review.apply_ending(audit.call, review.review) is 'Lets go what waited for a review that was not approved.';
revoke all on function review.apply_ending(audit.call, review.review) from public;
