-- Verify countersign:roles on pg
-- SPDX-License-Identifier: Apache-2.0

select 'cs_owner'::regrole, 'cs_door'::regrole, 'cs_lookup'::regrole, 'cs_clock'::regrole,
       'cs_gateway'::regrole, 'cs_sealer'::regrole, 'cs_operator'::regrole;
select 1 / (has_schema_privilege('cs_gateway', 'gateway', 'usage')
            and not has_schema_privilege('cs_gateway', 'identity', 'usage'))::integer;
