-- SPDX-License-Identifier: Apache-2.0
-- The triggers of this schema: floors, exclusive permissions, and that what
-- was activated stays.  Enabled always: session_replication_role does not
-- switch them off.

create constraint trigger check_floors after insert on access.policy_set
    deferrable initially deferred for each row execute function access.check_floors();
create constraint trigger check_floors after insert on access.review_stage
    deferrable initially deferred for each row execute function access.check_floors();
create constraint trigger check_floors after insert on access.review_need
    deferrable initially deferred for each row execute function access.check_floors();
create constraint trigger check_exclusive after insert or update on identity.account_role
    deferrable initially deferred for each row execute function access.check_exclusive();
create constraint trigger check_exclusive after update of state, kind on identity.account
    deferrable initially deferred for each row execute function access.check_exclusive();
create constraint trigger check_exclusive after insert or update of state, permission, until_at on access.grant
    deferrable initially deferred for each row when (new.permission is not null and new.state = 'granted')
    execute function access.check_exclusive();
alter table access.grant enable always trigger check_exclusive;
alter table access.policy_set enable always trigger check_floors;
alter table access.review_stage enable always trigger check_floors;
alter table access.review_need enable always trigger check_floors;
alter table identity.account_role enable always trigger check_exclusive;
alter table identity.account enable always trigger check_exclusive;

create constraint trigger check_delegation after insert on access.delegation
    deferrable initially deferred for each row execute function access.check_delegation();
create trigger keep_delegation before update on access.delegation
    for each row execute function access.keep_delegation();
create trigger refuse_change before delete or truncate on access.delegation
    for each statement execute function ops.refuse_change('CS012');
alter table access.delegation enable always trigger check_delegation;
alter table access.delegation enable always trigger keep_delegation;
alter table access.delegation enable always trigger refuse_change;

create constraint trigger check_break_glass after insert or update on access.break_glass
    deferrable initially deferred for each row execute function access.check_break_glass();
create trigger keep_break_glass before insert or update on access.break_glass
    for each row execute function access.keep_break_glass();
create trigger refuse_change before delete or truncate on access.break_glass
    for each statement execute function ops.refuse_change('CS012');
create trigger check_act before insert on access.break_glass_act
    for each row execute function access.check_act();
alter table access.break_glass enable always trigger check_break_glass;
alter table access.break_glass enable always trigger keep_break_glass;
alter table access.break_glass enable always trigger refuse_change;
alter table access.break_glass_act enable always trigger check_act;

do $$
declare
    l_table text;
begin
    foreach l_table in array array[
        'policy_set', 'policy_document', 'review_kind', 'review_stage', 'review_need', 'permission',
        'exclusive_pair', 'role_permission', 'level', 'rank', 'matrix', 'grant_rule', 'obligation', 'password_policy',
        'session_policy', 'delegation_policy', 'break_glass_policy', 'break_glass_act', 'log_policy', 'terms_policy', 'anomaly_policy', 'risk_policy', 'risk_point',
        'agreement_party', 'risk', 'record_type', 'category', 'purpose'] loop
        execute format('create trigger refuse_change before update or delete or truncate on access.%I
                        for each statement execute function ops.refuse_change(''CS012'')', l_table);
        execute format('alter table access.%I enable always trigger refuse_change', l_table);
    end loop;
end $$;
