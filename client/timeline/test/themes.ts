/** The colours that VS Code gives a webview, for its default themes; `report` is a page outside VS Code. */

export type ThemeName = 'report' | 'light' | 'dark' | 'contrast' | 'contrast-light';

interface TestTheme {
  readonly bodyClass: string;
  readonly variables: string;
}

const FONT = '--vscode-font-family: "DejaVu Sans"; --vscode-font-size: 13px;';

function variables(colours: Readonly<Record<string, string>>): string {
  return (
    FONT +
    Object.entries(colours)
      .map(([name, value]) => `--vscode-${name}:${value};`)
      .join('')
  );
}

export const themes: Readonly<Record<ThemeName, TestTheme>> = {
  report: { bodyClass: '', variables: '' },
  light: {
    bodyClass: 'vscode-body vscode-light',
    variables: variables({
      'editor-background': '#ffffff',
      'editor-foreground': '#3b3b3b',
      foreground: '#3b3b3b',
      descriptionForeground: '#3b3b3b',
      'sideBar-background': '#f8f8f8',
      'panel-border': '#e5e5e5',
      'editorIndentGuide-background1': '#d3d3d3',
      focusBorder: '#005fb8',
      'charts-red': '#e51400',
      'charts-blue': '#0063d3',
      'charts-orange': '#d18616',
      'charts-green': '#388a34',
      'charts-purple': '#652d90',
      disabledForeground: 'rgba(97, 97, 97, 0.5)',
      'list-hoverBackground': '#f2f2f2',
      'list-activeSelectionBackground': '#e8e8e8',
      'list-activeSelectionForeground': '#000000',
      'input-background': '#ffffff',
      'input-border': '#cecece',
      'editorHoverWidget-background': '#f8f8f8',
      'editorHoverWidget-border': '#c8c8c8',
      'widget-shadow': 'rgba(0, 0, 0, 0.16)',
      'button-background': '#005fb8',
      'button-foreground': '#ffffff',
    }),
  },
  dark: {
    bodyClass: 'vscode-body vscode-dark',
    variables: variables({
      'editor-background': '#1f1f1f',
      'editor-foreground': '#cccccc',
      foreground: '#cccccc',
      descriptionForeground: '#9d9d9d',
      'sideBar-background': '#181818',
      'panel-border': '#2b2b2b',
      'editorIndentGuide-background1': '#404040',
      focusBorder: '#0078d4',
      'charts-red': '#f14c4c',
      'charts-blue': '#59a4f9',
      'charts-orange': '#d18616',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      disabledForeground: 'rgba(204, 204, 204, 0.5)',
      'list-hoverBackground': '#2a2d2e',
      'list-activeSelectionBackground': '#04395e',
      'list-activeSelectionForeground': '#ffffff',
      'input-background': '#313131',
      'input-border': '#3c3c3c',
      'editorHoverWidget-background': '#202020',
      'editorHoverWidget-border': '#454545',
      'widget-shadow': 'rgba(0, 0, 0, 0.36)',
      'button-background': '#0078d4',
      'button-foreground': '#ffffff',
    }),
  },
  contrast: {
    bodyClass: 'vscode-body vscode-high-contrast',
    variables: variables({
      'editor-background': '#000000',
      'editor-foreground': '#ffffff',
      foreground: '#ffffff',
      descriptionForeground: 'rgba(255, 255, 255, 0.7)',
      'sideBar-background': '#000000',
      'panel-border': '#6fc3df',
      focusBorder: '#f38518',
      contrastBorder: '#6fc3df',
      contrastActiveBorder: '#f38518',
      'charts-red': '#f48771',
      'charts-blue': '#59a4f9',
      'charts-orange': '#d18616',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      disabledForeground: '#a5a5a5',
      'input-background': '#000000',
      'input-border': '#6fc3df',
      'editorHoverWidget-background': '#0c141f',
      'editorHoverWidget-border': '#6fc3df',
    }),
  },
  'contrast-light': {
    bodyClass: 'vscode-body vscode-high-contrast-light vscode-high-contrast',
    variables: variables({
      'editor-background': '#ffffff',
      'editor-foreground': '#292929',
      foreground: '#292929',
      descriptionForeground: 'rgba(41, 41, 41, 0.7)',
      'sideBar-background': '#ffffff',
      'panel-border': '#0f4a85',
      focusBorder: '#006bbd',
      contrastBorder: '#0f4a85',
      contrastActiveBorder: '#006bbd',
      'charts-red': '#b5200d',
      'charts-blue': '#1a85ff',
      'charts-orange': '#d18616',
      'charts-green': '#374e06',
      'charts-purple': '#652d90',
      disabledForeground: '#7f7f7f',
      'input-background': '#ffffff',
      'input-border': '#0f4a85',
      'editorHoverWidget-background': '#ffffff',
      'editorHoverWidget-border': '#0f4a85',
    }),
  },
};
