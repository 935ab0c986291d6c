-- SPDX-License-Identifier: Apache-2.0
-- review.apply_effect: does what an approved review asked for, in the
-- transaction of its last decision: the one list of effects.
-- Result:  ok, or why it is refused; a refused effect has changed nothing.

create function review.apply_effect(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    case i_review.kind
        when 'institution.admit' then return review.apply_institution_admit(i_c, i_review);
        when 'institution.suspend'   then return review.apply_institution_suspend(i_c, i_review);
        when 'institution.reinstate' then return review.apply_institution_reinstate(i_c, i_review);
        when 'account.activate'  then return review.apply_account_activate(i_c, i_review);
        when 'account.unlock'    then return review.apply_account_unlock(i_c, i_review);
        when 'account.reset'     then return review.apply_account_reset(i_c, i_review);
        when 'account.reinstate' then return review.apply_account_reinstate(i_c, i_review);
        when 'account.extend'    then return review.apply_account_extend(i_c, i_review);
        when 'account.transfer'  then return review.apply_account_transfer(i_c, i_review);
        when 'device.bind'       then return review.apply_device_bind(i_c, i_review);
        when 'agreement.sign'    then return review.apply_agreement_sign(i_c, i_review);
        when 'permission.grant'  then return review.apply_permission_grant(i_c, i_review);
        when 'breakglass.review' then return review.settle_break_glass(i_c, i_review, true);
        when 'policy.activate'   then return review.apply_policy_activate(i_c, i_review);
        when 'record.publish'    then return record.apply_publication(i_c, i_review);
        when 'record.reclassify' then return record.apply_reclassification(i_c, i_review);
        when 'record.destroy'    then return record.apply_destruction(i_c, i_review);
    end case;
end;
$$;
comment on function review.apply_effect(audit.call, review.review) is 'Does what an approved review asked for.';
revoke all on function review.apply_effect(audit.call, review.review) from public;
