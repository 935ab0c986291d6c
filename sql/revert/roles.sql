-- Revert countersign:roles from pg
-- SPDX-License-Identifier: Apache-2.0

begin;
\ir guard.sql
drop schema countersign, identity, access, review, record, audit, ops, gateway, sealer, operator;
drop owned by cs_owner, cs_door, cs_lookup, cs_clock, cs_gateway, cs_sealer, cs_operator;
-- Roles belong to the cluster: they stay while another database needs them.
do $$
declare
    l_name text;
begin
    foreach l_name in array array['cs_owner', 'cs_door', 'cs_lookup', 'cs_clock', 'cs_gateway', 'cs_sealer', 'cs_operator'] loop
        begin
            execute format('drop role %I', l_name);
        exception when dependent_objects_still_exist then
            null;
        end;
    end loop;
end $$;
commit;
