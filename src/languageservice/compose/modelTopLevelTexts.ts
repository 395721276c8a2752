import { entry } from './modelTypes.ts';

/** What there is to say about the sections of a compose file. */
export const topLevelFacts = {
	name: entry(
		'name: my-project',
		'The name of the project. It stands before the names of containers, networks and volumes; without it the folder’s name is used. `docker compose -p` wins over it.',
		'프로젝트의 이름입니다. 컨테이너, 네트워크, 볼륨의 이름 앞에 붙으며, 없으면 폴더 이름을 씁니다. `docker compose -p`가 이보다 우선합니다.',
	),
	services: entry(
		'services:\n  web:\n    image: nginx',
		'The services of the application: what runs in containers. Each name is also the host name by which the other services reach it.',
		'애플리케이션의 서비스, 곧 컨테이너에서 실행할 것입니다. 각 이름은 다른 서비스가 접속할 때 쓰는 호스트 이름이기도 합니다.',
	),
	networks: entry(
		'networks:\n  backend:\n    internal: true',
		'The networks that services can join. Without any, all services share the network `default` of the project.',
		'서비스가 연결될 수 있는 네트워크입니다. 하나도 없으면 모든 서비스가 프로젝트의 `default` 네트워크를 함께 씁니다.',
	),
	volumes: entry(
		'volumes:\n  data:',
		'Named volumes of the project. Their data survives `docker compose down`; only `down --volumes` removes them.',
		'프로젝트의 이름 있는 볼륨(volume)입니다. 데이터는 `docker compose down` 뒤에도 남고 `down --volumes`로만 제거됩니다.',
	),
	configs: entry(
		'configs:\n  site:\n    file: ./site.conf',
		'Configuration files that services mount without building them into an image.',
		'이미지에 넣지 않고 서비스에 마운트하는 설정 파일입니다.',
	),
	secrets: entry(
		'secrets:\n  db_password:\n    file: ./db_password.txt',
		'Secrets such as passwords, read from a file or an environment variable. Services that name them find them in `/run/secrets/`.',
		'비밀번호 같은 비밀 값이며 파일이나 환경 변수에서 읽습니다. 이를 쓰는 서비스의 `/run/secrets/`에 나타납니다.',
	),
	models: entry(
		'models:\n  llm:\n    model: ai/smollm2',
		'Language models that services use, run by Docker Model Runner or another platform.',
		'서비스가 쓰는 언어 모델이며 Docker Model Runner 등의 플랫폼에서 실행됩니다.',
		{ since: '2.38' },
	),
	include: entry(
		'include:\n  - monitoring.yaml',
		'Other compose files whose services belong to this application. Each keeps its own folder for relative paths and its own `.env`.',
		'서비스를 이 애플리케이션에 포함할 다른 Compose 파일입니다. 각 파일의 상대 경로와 `.env`는 그 파일의 폴더를 기준으로 합니다.',
		{ since: '2.20' },
	),
	version: entry(
		'version: "3.8"',
		'The version of an older format. It is obsolete: Compose ignores it and prints a warning.',
		'예전 형식의 버전입니다. 더는 쓰이지 않으며(obsolete) Compose는 무시하고 경고를 표시합니다.',
		{ deprecated: { en: 'Obsolete. Remove it.', ko: '더는 쓰이지 않습니다(obsolete). 지우세요.' } },
	),
};

export const includeFacts = {
	path: entry(
		'path: monitoring.yaml',
		'The file to include, or a list of files that are merged into one. The first one sets the folder for relative paths.',
		'포함할 파일이며, 목록이면 하나로 합칩니다. 첫 파일의 폴더가 상대 경로의 기준이 됩니다.',
	),
	project_directory: entry(
		'project_directory: .',
		'The folder from which relative paths of the included file are taken.',
		'포함한 파일의 상대 경로를 해석할 기준 폴더입니다.',
	),
	env_file: entry(
		'env_file: ./monitoring.env',
		'Files with values for `${NAME}` in the included file.',
		'포함한 파일의 `${NAME}`에 넣을 값이 있는 파일입니다.',
		{ default: '`.env`' },
	),
};
