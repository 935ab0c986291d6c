-- SPDX-License-Identifier: Apache-2.0
-- The triggers of this schema, enabled always.

create trigger keep_naming before insert or update of name, institution_id on identity.account
    for each row execute function identity.keep_naming();
-- What its accounts are named by stays.
create trigger refuse_change before update of code, naming on identity.institution
    for each statement execute function ops.refuse_change('CS014');
create trigger keep_device_keys before insert or update of thumbprint, transport_kid, kid on identity.device
    for each row execute function identity.keep_device_keys();
alter table identity.account enable always trigger keep_naming;
alter table identity.institution enable always trigger refuse_change;
alter table identity.device enable always trigger keep_device_keys;

do $$
declare
    l_table text;
begin
    foreach l_table in array array['credential', 'enrolment', 'one_time_code', 'phrase', 'terms_acceptance'] loop
        execute format('create trigger refuse_service before insert or update of account_id on identity.%I
                        for each row execute function identity.refuse_service()', l_table);
        execute format('alter table identity.%I enable always trigger refuse_service', l_table);
    end loop;
end $$;
