-- Deploy countersign:identity to pg
-- SPDX-License-Identifier: Apache-2.0

begin;
set local role cs_owner;
\ir ../identity/tables.sql
\ir ../identity/identity.claim_device_key.sql
\ir ../identity/identity.keep_device_keys.sql
\ir ../identity/identity.read_transport.sql
\ir ../identity/identity.current_state.sql
\ir ../identity/identity.is_able.sql
\ir ../identity/identity.fold_number.sql
\ir ../identity/identity.authenticate.sql
\ir ../identity/identity.find_terminal.sql
\ir ../identity/identity.count_failures.sql
\ir ../identity/identity.lock_account.sql
\ir ../identity/identity.lock_names.sql
\ir ../identity/identity.begin_attempt.sql
\ir ../identity/identity.end_attempt.sql
\ir ../identity/identity.end_sessions.sql
\ir ../identity/identity.begin_session.sql
\ir ../identity/identity.is_service.sql
\ir ../identity/identity.is_service_address.sql
\ir ../identity/identity.find_service.sql
\ir ../identity/identity.begin_service_session.sql
\ir ../identity/identity.check_enrolment.sql
\ir ../identity/identity.bind_device.sql
\ir ../identity/identity.set_password.sql
\ir ../identity/identity.check_newcomer.sql
\ir ../identity/identity.check_people.sql
\ir ../identity/identity.add_person.sql
\ir ../identity/identity.add_account.sql
\ir ../identity/identity.activate_account.sql
\ir ../identity/identity.add_people.sql
\ir ../identity/identity.keep_activator_half.sql
\ir ../identity/identity.find_regulator.sql
\ir ../identity/identity.check_institution.sql
\ir ../identity/identity.is_awaited.sql
\ir ../identity/identity.check_service.sql
\ir ../identity/identity.check_account.sql
\ir ../identity/identity.number_people.sql
\ir ../identity/identity.describe_admission.sql
\ir ../identity/identity.describe_newcomer.sql
\ir ../identity/identity.describe_institution.sql
\ir ../identity/identity.describe_account.sql
\ir ../identity/identity.describe_device.sql
\ir ../identity/identity.end_rights.sql
\ir ../identity/identity.void_secrets.sql
\ir ../identity/identity.suspend_account.sql
\ir ../identity/identity.release_partners.sql
\ir ../identity/identity.close_account.sql
\ir ../identity/identity.retire_account.sql
\ir ../identity/identity.close_ended.sql
\ir ../identity/identity.lock_managed.sql
\ir ../identity/identity.check_ending.sql
\ir ../identity/identity.is_liaison.sql
\ir ../identity/identity.check_notice.sql
\ir ../identity/identity.ask_change.sql
\ir ../identity/identity.answer_change.sql
\ir ../identity/identity.check_post.sql
\ir ../identity/identity.list_keys.sql
\ir ../identity/identity.describe_post.sql
\ir ../identity/identity.begin_platform.sql
commit;
