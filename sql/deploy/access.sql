-- Deploy countersign:access to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../access/tables.sql
\ir ../access/access.current_policy.sql
\ir ../access/access.hold_policies.sql
\ir ../access/access.is_for_services.sql
\ir ../access/access.list_permissions.sql
\ir ../access/access.has_permission.sql
\ir ../access/access.find_exclusive.sql
\ir ../access/access.check_exclusive.sql
\ir ../access/access.is_management.sql
\ir ../access/access.list_roles.sql
\ir ../access/access.check_floors.sql
\ir ../access/access.is_overdue.sql
\ir ../access/access.describe_policy.sql
\ir ../access/access.check_documents.sql
\ir ../access/access.find_breach.sql
\ir ../access/access.note_overdue.sql
\ir ../access/access.describe_scope.sql
\ir ../access/access.describe_grant.sql
\ir ../access/access.list_live_grants.sql
\ir ../access/access.project_permissions.sql
\ir ../access/access.project_reviews.sql
\ir ../access/access.project_levels.sql
\ir ../access/access.project_types.sql
\ir ../access/access.project_settings.sql
\ir ../access/access.project_risk.sql
\ir ../access/access.activate_policies.sql
\ir ../access/access.is_advanced.sql
\ir ../access/access.check_request.sql
\ir ../access/access.check_need.sql
\ir ../access/access.find_asked.sql
\ir ../access/access.find_personal_data.sql
\ir ../access/access.find_odd_hour.sql
\ir ../access/access.round_down.sql
\ir ../access/access.find_risk_facts.sql
\ir ../access/access.find_least_grade.sql
\ir ../access/access.find_wait.sql
\ir ../access/access.check_risk.sql
\ir ../access/access.describe_risk.sql
\ir ../access/access.keep_grant.sql
\ir ../access/access.grant_at_once.sql
\ir ../access/access.open_request.sql
\ir ../access/access.ask_permission.sql
\ir ../access/access.list_delegable.sql
\ir ../access/access.find_delegate.sql
\ir ../access/access.refuse_delegation.sql
\ir ../access/access.describe_delegation.sql
\ir ../access/access.end_delegation.sql
\ir ../access/access.end_delegations.sql
\ir ../access/access.expire_delegations.sql
\ir ../access/access.check_delegation.sql
\ir ../access/access.keep_delegation.sql
\ir ../access/guards.sql
commit;
